"""What is said to customers: one file a responder, one template folder a language."""
