"""What people and officers fill in."""
