"""Regulated consultations: every opinion kept as given, report and follow-up published."""
