"""Registrations of the mechanism with Wagtail’s admin."""
