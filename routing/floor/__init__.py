"""What may be said of skills, agents and queues, and what is wrong with how they are staffed."""
