"""Simulators: references and a policy in, what became of every page out."""

from oslab.replacement.model.simulation import count as count
from oslab.replacement.model.simulation import simulate as simulate
