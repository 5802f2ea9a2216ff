"""The only writers of participatory budgets."""
