"""Conversations merged into one matter or split into two, and either undone."""
