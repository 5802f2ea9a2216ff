"""Template tags of regulated consultations."""
