"""Complaints: opened, seen to, made good, and asked about afterwards."""
