"""This kernel's answer to the noun of the same name."""

from oslab.processes.measure.copy_on_write import copy_on_write as copy_on_write
from oslab.processes.measure.fork_tree import fork_tree as fork_tree
from oslab.processes.measure.grace import grace as grace
from oslab.processes.measure.inheritance import inheritance as inheritance
from oslab.processes.measure.life_cycle import cpu_utilisation as cpu_utilisation
from oslab.processes.measure.life_cycle import process_states as process_states
from oslab.processes.measure.signals import handler_calls as handler_calls
from oslab.processes.measure.signals import signals as signals
from oslab.processes.measure.spawn import spawn as spawn
