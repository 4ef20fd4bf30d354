"""What customers can do by themselves: one file an action, and its line in `registry.py`."""
