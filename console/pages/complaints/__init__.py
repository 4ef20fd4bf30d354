"""The pages about complaints: the register, one of them, what makes them good, and the rules."""
