"""The same algorithms for millions of references."""
