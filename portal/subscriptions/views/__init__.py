"""Pages about subscriptions: asking, one's own list, stopping; letters in the admin."""
