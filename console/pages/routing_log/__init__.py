"""The log of routing, and what it cannot see to by itself."""
