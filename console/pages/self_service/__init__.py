"""What customers do by themselves: the page of figures and its files."""
