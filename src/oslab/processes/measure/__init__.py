"""This kernel's answer to the noun of the same name."""

from oslab.processes.measure.buffered_writes import buffered_writes as buffered_writes
from oslab.processes.measure.buffered_writes import write_calls as write_calls
from oslab.processes.measure.context_switch import context_switch as context_switch
from oslab.processes.measure.control_block import control_block as control_block
from oslab.processes.measure.control_block import shared_structures as shared_structures
from oslab.processes.measure.copy_on_write import copy_on_write as copy_on_write
from oslab.processes.measure.fork_cost import fork_base as fork_base
from oslab.processes.measure.fork_cost import fork_cost as fork_cost
from oslab.processes.measure.fork_cost import matching as matching
from oslab.processes.measure.fork_tree import fork_tree as fork_tree
from oslab.processes.measure.grace import grace as grace
from oslab.processes.measure.inheritance import inheritance as inheritance
from oslab.processes.measure.life_cycle import cpu_utilisation as cpu_utilisation
from oslab.processes.measure.life_cycle import process_states as process_states
from oslab.processes.measure.ping_pong import alone_ns as alone_ns
from oslab.processes.measure.ping_pong import ping_pong as ping_pong
from oslab.processes.measure.preemption import preemption as preemption
from oslab.processes.measure.server import server as server
from oslab.processes.measure.signals import handler_calls as handler_calls
from oslab.processes.measure.signals import signals as signals
from oslab.processes.measure.spawn import spawn as spawn
from oslab.processes.measure.system_call import system_call as system_call
from oslab.processes.measure.system_call import vdso_saving as vdso_saving
from oslab.processes.measure.working_set import process_over_thread as process_over_thread
from oslab.processes.measure.working_set import tlb_refill as tlb_refill
from oslab.processes.measure.working_set import working_set as working_set
