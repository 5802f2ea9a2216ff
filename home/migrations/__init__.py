"""Migrations of the home room."""
