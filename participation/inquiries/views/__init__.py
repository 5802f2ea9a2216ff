"""Public pages of a regulated consultation: reading it, giving an observation, its files."""
