"""Record to Picture."""
