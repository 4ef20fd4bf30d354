"""Who is asking: one-time codes, and limits on guessing."""
