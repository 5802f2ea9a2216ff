"""Reading a text written together."""
