"""Work finds people: who waits, who is given what, and what becomes of what nobody can take."""
