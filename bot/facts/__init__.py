"""What is known of a message when it is routed, and what led to it."""
