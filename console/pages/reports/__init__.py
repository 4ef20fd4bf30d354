"""How the desk performs: service levels and complaints, what is behind each number, and files."""
