"""Migrations of the subscriptions app."""
