"""Public pages of the core: lists, levels, one activity, the story of a receipt."""
