"""Panels of the admin's editors, by subject."""
