"""Taking consents back in public; the register, the erasure and the proofs in the admin."""
