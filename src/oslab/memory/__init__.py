"""Memory: where an address leads, what a fault costs, and who gets the frames."""
