"""People: the user, who is an agent, what each role may do, who may read what."""
