"""What supervisors do with agreements and calendars."""
