"""The public help centre: what is published, for everybody to read."""
