"""The screens of participatory budgets in the admin."""
