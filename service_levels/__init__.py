"""Calendars, clocks and agreements: pure functions of what they are given."""
