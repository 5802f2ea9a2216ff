"""What people follow: topics, events, notices and digests, letters; knows topics as strings."""
