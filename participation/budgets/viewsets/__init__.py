"""Participatory budgets in the admin."""
