"""Regulated consultations in the admin."""
