"""What every room inherits: the base page, blocks, media, site settings, navigation."""
