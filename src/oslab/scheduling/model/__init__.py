"""Simulators: jobs and a policy in, a schedule out."""

from oslab.scheduling.model.named import schedule as schedule
from oslab.scheduling.model.named import workload as workload
from oslab.scheduling.model.prediction import exponential_average as exponential_average
from oslab.scheduling.model.simulation import simulate as simulate
