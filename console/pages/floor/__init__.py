"""The people who work queues, what they are trained for, and what queues ask of them."""
