"""Simulators: jobs and a policy in, a schedule out."""

from oslab.scheduling.model.bounds import admitted as admitted
from oslab.scheduling.model.bounds import demand as demand
from oslab.scheduling.model.bounds import first_overload as first_overload
from oslab.scheduling.model.bounds import hyperbolic as hyperbolic
from oslab.scheduling.model.bounds import liu_layland as liu_layland
from oslab.scheduling.model.bounds import response_times as response_times
from oslab.scheduling.model.bounds import schedulability as schedulability
from oslab.scheduling.model.bounds import utilization as utilization
from oslab.scheduling.model.convoy import convoy as convoy
from oslab.scheduling.model.convoy import interactive as interactive
from oslab.scheduling.model.inversion import inversion as inversion
from oslab.scheduling.model.inversion import pathfinder as pathfinder
from oslab.scheduling.model.moment import moment as moment
from oslab.scheduling.model.named import schedule as schedule
from oslab.scheduling.model.named import workload as workload
from oslab.scheduling.model.prediction import exponential_average as exponential_average
from oslab.scheduling.model.prediction import guesses as guesses
from oslab.scheduling.model.proportional import proportional as proportional
from oslab.scheduling.model.queues import feedback as feedback
from oslab.scheduling.model.queues import starvation as starvation
from oslab.scheduling.model.real_time import bandwidth as bandwidth
from oslab.scheduling.model.real_time import periodic as periodic
from oslab.scheduling.model.several_cpus import several_cpus as several_cpus
from oslab.scheduling.model.simulation import simulate as simulate
from oslab.scheduling.model.sweep import quantum_sweep as quantum_sweep
from oslab.scheduling.model.traffic import traffic as traffic
