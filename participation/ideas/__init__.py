"""Mechanism: the call for ideas, for levels 4 and 5."""
