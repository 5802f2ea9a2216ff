"""Commands of the agents app."""
