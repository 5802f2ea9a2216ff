"""What is typed on the pages of a campaign, and in its editor."""
