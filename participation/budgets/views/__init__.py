"""The pages of a participatory budget."""
