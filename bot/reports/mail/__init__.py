"""Reports by mail: what they say, in text and in HTML, and when they go out, once each."""
