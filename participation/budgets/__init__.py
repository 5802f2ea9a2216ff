"""Participatory budgets: the vote decides, and anyone can recount it."""
