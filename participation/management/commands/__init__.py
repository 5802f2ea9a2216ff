"""Commands of participation."""
