"""The room of commitments: what the city promised, and where each promise stands."""
