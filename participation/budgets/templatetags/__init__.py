"""Tags of the pages of a participatory budget."""
