"""Where and how matchers are trained, and what is kept of it."""
