"""Pages about identities: to a provider and back, first visit, account, signing out, admin."""
