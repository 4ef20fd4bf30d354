"""What needs a supervisor, a kind a file: each found by an index of its own, oldest first."""
