"""Mechanism: meetings that one can attend, at every level; their minutes and decisions."""
