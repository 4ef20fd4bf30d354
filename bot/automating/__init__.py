"""Rules, macros and triggers: written by supervisors, and done by themselves."""
