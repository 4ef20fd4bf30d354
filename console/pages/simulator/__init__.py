"""What if: the desk, or another one, with other people or other work."""
