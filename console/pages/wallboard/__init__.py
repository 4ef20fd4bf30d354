"""The wallboard: how the floor stands, for a screen on the wall."""
