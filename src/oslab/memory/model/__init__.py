"""The simulators: what the kernel should do."""

from oslab.memory.model.buddy import STALLINGS as STALLINGS
from oslab.memory.model.buddy import aged_zone as aged_zone
from oslab.memory.model.buddy import buddy as buddy
from oslab.memory.model.buddy import buddy_step as buddy_step
from oslab.memory.model.demand import demand as demand
from oslab.memory.model.kv_cache import kv_cache as kv_cache
from oslab.memory.model.kv_cache import kv_schemes as kv_schemes
from oslab.memory.model.kv_cache import requests as requests
from oslab.memory.model.ladder import ladder as ladder
from oslab.memory.model.limit import memory_limit as memory_limit
from oslab.memory.model.mapped import block_bytes as block_bytes
from oslab.memory.model.mapped import residency as residency
from oslab.memory.model.mapped import samples as samples
from oslab.memory.model.overcommit import commit_limit as commit_limit
from oslab.memory.model.overcommit import overcommit as overcommit
from oslab.memory.model.slab import slab as slab
from oslab.memory.model.slab import slab_layout as slab_layout
from oslab.memory.model.slab import slabs_kept as slabs_kept
