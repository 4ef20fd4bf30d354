"""The supervisor's first page: what needs somebody, oldest first, and the button that helps."""
