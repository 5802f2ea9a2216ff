"""FranceConnect and ProConnect: identities that the State vouches for, believed only once verified."""
