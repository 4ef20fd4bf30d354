"""What would become of arrivals, agents and promises under one policy or another."""
