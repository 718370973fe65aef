"""Simulators: each noun returns the record its view draws."""

from oslab.processes.model.context_switch import context_switch as context_switch
from oslab.processes.model.copy_on_write import copy_on_write as copy_on_write
from oslab.processes.model.endings import endings as endings
from oslab.processes.model.fork_cost import fork_cost as fork_cost
from oslab.processes.model.fork_tree import fork_tree as fork_tree
from oslab.processes.model.grace import grace as grace
from oslab.processes.model.inheritance import inheritance as inheritance
from oslab.processes.model.inheritance import sharing as sharing
from oslab.processes.model.life_cycle import life_cycle as life_cycle
from oslab.processes.model.reference_counts import loader_memory as loader_memory
from oslab.processes.model.reference_counts import reference_counts as reference_counts
from oslab.processes.model.server import arrivals as arrivals
from oslab.processes.model.server import serve as serve
from oslab.processes.model.server import server as server
from oslab.processes.model.server import server_sweep as server_sweep
from oslab.processes.model.server import services as services
from oslab.processes.model.signals import sent_while_blocked as sent_while_blocked
from oslab.processes.model.signals import signals as signals
from oslab.processes.model.spawn import decoded as decoded
from oslab.processes.model.spawn import wait_status as wait_status
from oslab.processes.model.system_call import buffered_writes as buffered_writes
