"""Commands of the toy."""
