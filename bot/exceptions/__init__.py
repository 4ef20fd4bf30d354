"""What needs a supervisor: found, told in sentences, and given the button that helps."""
