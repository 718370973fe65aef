"""Simulators: each noun returns the record its view draws."""
