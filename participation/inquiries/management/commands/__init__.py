"""Commands of regulated consultations."""
