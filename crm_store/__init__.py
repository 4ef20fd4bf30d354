"""The shared record: everything that is kept, and the only place that speaks SQL."""
