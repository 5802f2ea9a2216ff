"""Public pages of a campaign, and its desk."""
