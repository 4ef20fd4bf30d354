"""The pages on which knowledge managers work."""
