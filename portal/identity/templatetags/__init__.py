"""Tags about identities."""
