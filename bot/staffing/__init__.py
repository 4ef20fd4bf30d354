"""What supervisors do with skills, agents and queues: train, make room, plan shifts, see gaps."""
