"""Replacement: which page leaves, and what it costs."""
