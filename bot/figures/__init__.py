"""Figures that reports are made of: counted as things happen, and checked every night."""
