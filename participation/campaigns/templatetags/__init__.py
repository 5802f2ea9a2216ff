"""Tags of campaigns."""
