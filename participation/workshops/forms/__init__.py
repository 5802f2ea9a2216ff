"""Forms of workshops: registering, filtering; the desk's are in `desk`."""
