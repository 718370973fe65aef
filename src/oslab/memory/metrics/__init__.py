"""Records to numbers, one noun a function."""

from oslab.memory.metrics.buddy import fragmentation_index as fragmentation_index
from oslab.memory.metrics.buddy import free_total as free_total
from oslab.memory.metrics.buddy import internal_waste as internal_waste
from oslab.memory.metrics.buddy import largest_free as largest_free
from oslab.memory.metrics.buddy import unusable as unusable
from oslab.memory.metrics.demand import major_faults as major_faults
from oslab.memory.metrics.demand import mapped_pages as mapped_pages
from oslab.memory.metrics.demand import minor_faults as minor_faults
from oslab.memory.metrics.demand import resident_bytes as resident_bytes
from oslab.memory.metrics.demand import untouched_bytes as untouched_bytes
from oslab.memory.metrics.knees import knees as knees
from oslab.memory.metrics.knees import plateaus as plateaus
from oslab.memory.metrics.kv_cache import mean_running as mean_running
from oslab.memory.metrics.kv_cache import reserved_share as reserved_share
from oslab.memory.metrics.kv_cache import token_share as token_share
from oslab.memory.metrics.kv_cache import unusable_share as unusable_share
from oslab.memory.metrics.kv_cache import wasted_slots as wasted_slots
from oslab.memory.metrics.limit import pressure_from as pressure_from
from oslab.memory.metrics.limit import reread as reread
from oslab.memory.metrics.limit import warning as warning
from oslab.memory.metrics.overcommit import promised as promised
from oslab.memory.metrics.overcommit import uncovered as uncovered
from oslab.memory.metrics.slab import kept as kept
from oslab.memory.metrics.slab import live_objects as live_objects
from oslab.memory.metrics.slab import slab_bytes as slab_bytes
from oslab.memory.metrics.slab import utilization as utilization
