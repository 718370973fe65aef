"""Synchronization: every interleaving of a program, and the same bug on real threads."""
