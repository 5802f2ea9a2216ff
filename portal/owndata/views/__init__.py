"""Views of the app: thin, each calls one query and one action."""
