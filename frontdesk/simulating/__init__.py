"""Simulations in processes of their own."""
