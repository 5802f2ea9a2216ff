"""Tags of participatory budgets."""
