"""Template tags of subscriptions."""
