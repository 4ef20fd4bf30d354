"""How a customer feels and what went wrong, told from a message's words and meaning; pure."""
