"""Rules, macros and triggers: written, tried on what was, switched, ordered, gone back to."""
