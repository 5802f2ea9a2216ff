"""Template tags of texts written together."""
