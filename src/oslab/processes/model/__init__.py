"""Simulators: each noun returns the record its view draws."""

from oslab.processes.model.fork_tree import fork_tree as fork_tree
from oslab.processes.model.inheritance import inheritance as inheritance
from oslab.processes.model.inheritance import sharing as sharing
from oslab.processes.model.life_cycle import life_cycle as life_cycle
