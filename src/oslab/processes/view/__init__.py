"""Record to Picture."""

from oslab.processes.view.buffered_writes import buffered_writes as buffered_writes
from oslab.processes.view.communication import communication as communication
from oslab.processes.view.context_switch import context_switch as context_switch
from oslab.processes.view.control_block import control_block as control_block
from oslab.processes.view.copy_on_write import copy_on_write as copy_on_write
from oslab.processes.view.crash import crash as crash
from oslab.processes.view.endings import endings as endings
from oslab.processes.view.fork_cost import fork_cost as fork_cost
from oslab.processes.view.fork_tree import fork_tree as fork_tree
from oslab.processes.view.gil import gil as gil
from oslab.processes.view.gil import speedup as speedup
from oslab.processes.view.grace import grace as grace
from oslab.processes.view.inheritance import compared_inheritance as compared_inheritance
from oslab.processes.view.inheritance import inheritance as inheritance
from oslab.processes.view.life_cycle import life_cycle as life_cycle
from oslab.processes.view.life_cycle import process_states as process_states
from oslab.processes.view.pool import pool as pool
from oslab.processes.view.reference_counts import loader_memory as loader_memory
from oslab.processes.view.reference_counts import reference_counts as reference_counts
from oslab.processes.view.server import server as server
from oslab.processes.view.signals import signals as signals
from oslab.processes.view.spawn import wait_status as wait_status
from oslab.processes.view.trace import trace as trace
