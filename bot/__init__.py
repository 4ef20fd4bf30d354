"""The use cases: each one file, each at most one transaction at a time."""
