"""Our measuring programs beside their peers: `make bench`."""
