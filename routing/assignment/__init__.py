"""Who is to have which conversation: pure, and the same for real work and for simulated."""
