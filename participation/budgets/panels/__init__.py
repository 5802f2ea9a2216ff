"""Panels of participatory budgets in the admin."""
