"""Complaints made good: gestures proposed, agreed to, given, and charged to a budget."""
