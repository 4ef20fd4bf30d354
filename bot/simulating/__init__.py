"""What if: simulations of the desk and of scenarios, one at a time for each server."""
