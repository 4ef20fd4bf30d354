"""What supervisors have done by itself: how it is written, checked, matched, and what it says."""
