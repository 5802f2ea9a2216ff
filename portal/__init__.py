"""The project: configuration and foundations; imports no other room."""
