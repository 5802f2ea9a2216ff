"""What the portal keeps about somebody: shown, taken away, corrected, erased."""
