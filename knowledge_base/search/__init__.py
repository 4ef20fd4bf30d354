"""Articles found by their words, in any script; what they mean is the matcher's to say."""
