"""Every address of the site, asked for by every role."""
