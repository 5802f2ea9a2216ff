"""FranceConnect and ProConnect: identities that the State vouches for, verified, hardly kept."""
