"""Record to numbers, one noun a function."""

from oslab.processes.metrics.context_switch import flushes as flushes
from oslab.processes.metrics.context_switch import step_ns as step_ns
from oslab.processes.metrics.context_switch import switch_ns as switch_ns
from oslab.processes.metrics.copy_on_write import copied_bytes as copied_bytes
from oslab.processes.metrics.copy_on_write import disagreement as disagreement
from oslab.processes.metrics.copy_on_write import faults as faults
from oslab.processes.metrics.fork_tree import generations as generations
from oslab.processes.metrics.fork_tree import lines as lines
from oslab.processes.metrics.fork_tree import processes as processes
from oslab.processes.metrics.grace import kept_share as kept_share
from oslab.processes.metrics.grace import lost_steps as lost_steps
from oslab.processes.metrics.inheritance import shared_things as shared_things
from oslab.processes.metrics.life_cycle import cpu_utilisation as cpu_utilisation
from oslab.processes.metrics.life_cycle import ready_ticks as ready_ticks
from oslab.processes.metrics.life_cycle import turnaround as turnaround
from oslab.processes.metrics.life_cycle import waiting_ticks as waiting_ticks
from oslab.processes.metrics.server import latencies as latencies
from oslab.processes.metrics.server import mean_in_system as mean_in_system
from oslab.processes.metrics.server import most_in_service as most_in_service
from oslab.processes.metrics.server import percentile as percentile
from oslab.processes.metrics.server import throughput as throughput
from oslab.processes.metrics.server import time_in_service as time_in_service
from oslab.processes.metrics.signals import signals_delivered as signals_delivered
from oslab.processes.metrics.signals import signals_sent as signals_sent
from oslab.processes.metrics.system_call import write_calls as write_calls
