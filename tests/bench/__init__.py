"""How fast the portal answers, as ratios to a bare Django view measured in the same run."""
