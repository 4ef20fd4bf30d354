"""Agreements and calendars: what customers are promised, and when it counts."""
