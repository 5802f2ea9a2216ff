"""Reading across the models of participatory budgets."""
