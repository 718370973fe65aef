"""Charts of measurements."""

from oslab.sync.plots.bounded_buffer import bounded_buffer as bounded_buffer
from oslab.sync.plots.bounded_buffer import bounded_buffer_table as bounded_buffer_table
from oslab.sync.plots.hand_off import convoy as convoy
from oslab.sync.plots.hand_off import hand_off as hand_off
from oslab.sync.plots.litmus import litmus as litmus
from oslab.sync.plots.lock_cost import lock_calls as lock_calls
from oslab.sync.plots.lock_cost import lock_cost as lock_cost
from oslab.sync.plots.lock_cost import spin_or_sleep as spin_or_sleep
from oslab.sync.plots.lost_update import lost_update as lost_update
from oslab.sync.plots.readers_writers import readers_writers as readers_writers
