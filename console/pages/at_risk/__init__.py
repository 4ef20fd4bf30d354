"""Customers in danger of being lost, and those who complain time and again."""
