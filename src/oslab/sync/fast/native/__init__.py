"""Compiled loops; imported only where numba is installed."""
