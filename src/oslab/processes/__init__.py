"""Processes and threads: how a program comes to run, is copied, shares, switches and dies."""
