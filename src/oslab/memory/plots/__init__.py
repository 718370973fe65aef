"""Charts of measurements."""

from oslab.memory.plots.allocators import slab as slab
from oslab.memory.plots.allocators import unusable_free as unusable_free
from oslab.memory.plots.latency import knees as knees
from oslab.memory.plots.latency import ladder as ladder
from oslab.memory.plots.latency import tlb_reach as tlb_reach
from oslab.memory.plots.mapped import batches as batches
from oslab.memory.plots.mapped import crawl as crawl
from oslab.memory.plots.mapped import device as device
from oslab.memory.plots.promises import overcommit as overcommit
from oslab.memory.plots.running_out import faults as faults
from oslab.memory.plots.running_out import memory_limit as memory_limit
from oslab.memory.plots.translation import error_codes as error_codes
from oslab.memory.plots.translation import frames as frames
from oslab.memory.plots.translation import page_tables as page_tables
from oslab.memory.plots.translation import translation_cost as translation_cost
