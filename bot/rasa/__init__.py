"""Our actions as a Rasa server calls them; it leads the conversation, and we do what it says."""
