"""Pictures of records."""

from oslab.memory.view.buddy import buddy as buddy
from oslab.memory.view.buddy import unusable_free as unusable_free
from oslab.memory.view.demand import demand as demand
from oslab.memory.view.kv_cache import kv_cache as kv_cache
from oslab.memory.view.kv_cache import kv_schemes as kv_schemes
from oslab.memory.view.limit import memory_limit as memory_limit
from oslab.memory.view.mapped import residency as residency
from oslab.memory.view.overcommit import overcommit as overcommit
from oslab.memory.view.slab import slab as slab
