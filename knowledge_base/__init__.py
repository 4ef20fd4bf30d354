"""Articles read in, matched to questions, and rendered; what language a text is in."""
