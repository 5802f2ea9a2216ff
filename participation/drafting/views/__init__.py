"""Public pages of a text written together, and the screens of its drafting group."""
