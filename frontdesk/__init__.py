"""The program itself: settings, wiring, runtime and command line; nothing imports it."""
