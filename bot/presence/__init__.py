"""Who is there, and what becomes of the work of those who are not."""
