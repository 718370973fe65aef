"""Simulators: each noun returns the record its view draws."""

from oslab.processes.model.copy_on_write import copy_on_write as copy_on_write
from oslab.processes.model.fork_tree import fork_tree as fork_tree
from oslab.processes.model.grace import grace as grace
from oslab.processes.model.inheritance import inheritance as inheritance
from oslab.processes.model.inheritance import sharing as sharing
from oslab.processes.model.life_cycle import life_cycle as life_cycle
from oslab.processes.model.signals import sent_while_blocked as sent_while_blocked
from oslab.processes.model.signals import signals as signals
from oslab.processes.model.spawn import decoded as decoded
from oslab.processes.model.spawn import wait_status as wait_status
