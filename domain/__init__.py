"""What Frontdesk talks about: types, protocols and errors, on the standard library alone."""
