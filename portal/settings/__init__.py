"""Settings, one module a subject; production, demo, dev and test choose among them."""
