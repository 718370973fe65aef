"""Records to numbers, one noun a function."""
