"""Public pages of a call for ideas: reading it, giving an idea."""
