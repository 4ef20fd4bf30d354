"""Work finds people, on both engines."""
