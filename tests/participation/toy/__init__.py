"""A toy: the ninth way of taking part, wishes dropped into a fountain; for the tests alone."""
