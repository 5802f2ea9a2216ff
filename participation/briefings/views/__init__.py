"""Public pages of an explained decision: reading it, asking, saying whether it was clear."""
