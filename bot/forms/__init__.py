"""The form loop: what an action needs to know is asked for, a slot at a time."""
