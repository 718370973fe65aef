"""Pictures of records."""

from oslab.memory.view.address import address as address
from oslab.memory.view.address_space import address_space as address_space
from oslab.memory.view.address_space import layout_table as layout_table
from oslab.memory.view.address_space import region_table as region_table
from oslab.memory.view.buddy import buddy as buddy
from oslab.memory.view.buddy import free_blocks as free_blocks
from oslab.memory.view.buddy import unusable_free as unusable_free
from oslab.memory.view.demand import demand as demand
from oslab.memory.view.kv_cache import kv_cache as kv_cache
from oslab.memory.view.kv_cache import kv_schemes as kv_schemes
from oslab.memory.view.limit import memory_limit as memory_limit
from oslab.memory.view.mapped import requests_of as requests_of
from oslab.memory.view.mapped import residency as residency
from oslab.memory.view.nested import nested as nested
from oslab.memory.view.overcommit import overcommit as overcommit
from oslab.memory.view.page_table_size import page_table_size as page_table_size
from oslab.memory.view.reach import reach as reach
from oslab.memory.view.slab import slab as slab
from oslab.memory.view.tlb import tlb_miss as tlb_miss
from oslab.memory.view.tlb import tlb_run as tlb_run
from oslab.memory.view.walk import walk as walk
