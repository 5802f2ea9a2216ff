"""What people fill in: an idea with its files, and the filters of the list."""
