"""Measurements to charts, the model beside the kernel."""
