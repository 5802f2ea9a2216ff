"""Mechanism: the text written together, for level 5: amendments, decisions, versions."""
