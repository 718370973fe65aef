"""Charts of measurements."""

from oslab.memory.plots.allocators import slab as slab
from oslab.memory.plots.allocators import unusable_free as unusable_free
