"""Promises to customers: clocks that follow their conversations, and what they call for."""
