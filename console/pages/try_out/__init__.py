"""Seeing what the bot would do, how answers look, and which articles are in each other's way."""
