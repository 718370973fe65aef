"""Measurements to charts, the model beside the kernel."""

from oslab.processes.plots.life_cycle import cpu_utilisation as cpu_utilisation
