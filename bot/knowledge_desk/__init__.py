"""Writing, reviewing, publishing and retiring articles: the use cases of knowledge managers."""
