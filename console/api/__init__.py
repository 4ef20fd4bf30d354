"""The public HTTP API, and what operators read: health and metrics."""
