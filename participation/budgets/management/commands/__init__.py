"""Commands of participatory budgets."""
