"""Where and how questions that nothing answers are grouped."""
