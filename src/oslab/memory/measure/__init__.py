"""This machine's answers."""

from oslab.memory.measure.batches import batches as batches
from oslab.memory.measure.crawl import crawl as crawl
from oslab.memory.measure.device import device as device
from oslab.memory.measure.free_blocks import free_blocks as free_blocks
from oslab.memory.measure.free_blocks import free_counts as free_counts
from oslab.memory.measure.header_trap import header_trap as header_trap
from oslab.memory.measure.ladder import ladder as ladder
from oslab.memory.measure.ladder import ladder_knees as ladder_knees
from oslab.memory.measure.ladder import ladder_plateaus as ladder_plateaus
from oslab.memory.measure.ladder import ladder_points as ladder_points
from oslab.memory.measure.reported import reported_caches as reported_caches
from oslab.memory.measure.reported import reported_tlbs as reported_tlbs
from oslab.memory.measure.residency import residency as residency
from oslab.memory.measure.slab import slab as slab
from oslab.memory.measure.slab import slab_layout_fit as slab_layout_fit
from oslab.memory.measure.tlb_reach import tlb_knees as tlb_knees
from oslab.memory.measure.tlb_reach import tlb_reach as tlb_reach
from oslab.memory.measure.tlb_reach import translation_cost as translation_cost
