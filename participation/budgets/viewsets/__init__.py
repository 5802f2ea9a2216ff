"""Admin screens of participatory budgets."""
