"""What customers are asked afterwards, what they say, and who is in danger of being lost."""
