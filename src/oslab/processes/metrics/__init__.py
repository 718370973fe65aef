"""Record to numbers, one noun a function."""
