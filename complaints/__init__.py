"""Complaints: how they are handled, graded and made good, decided from facts alone; pure."""
