"""What is typed: an observation, the filters of the register, the procedure in the admin."""
