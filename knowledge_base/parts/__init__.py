"""What the matcher is made of: each part says of every article how well it answers a text."""
