"""Mechanism: a decision explained, and questions that the city answers one by one (level 1)."""
