"""Migrations of the toy."""
