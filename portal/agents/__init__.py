"""City agents: invited, known by a code, or confirmed; how the status comes and ends."""
