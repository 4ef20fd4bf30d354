"""What customers ask and nothing answers: found at night, and made into articles by day."""
