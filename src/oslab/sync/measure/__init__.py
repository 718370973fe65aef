"""This machine's answers."""
