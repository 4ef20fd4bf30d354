"""How many agents a target takes, by the formulas of queueing theory."""
