"""Simulators: jobs and a policy in, a schedule out."""

from oslab.scheduling.model.simulation import simulate as simulate
