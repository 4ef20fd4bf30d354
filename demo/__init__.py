"""Aurora Airways, an invented airline: what fills an empty database, and a page to play with it."""
