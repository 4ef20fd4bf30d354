"""Seeing what the bot would do before a customer does; nothing here writes anything."""
