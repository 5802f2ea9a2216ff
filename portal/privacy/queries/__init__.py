"""Reading for the law: accounts nobody uses, the register of processings, proofs of consent."""
