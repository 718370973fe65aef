"""Charts of measurements."""

from oslab.sync.plots.bounded_buffer import bounded_buffer as bounded_buffer
from oslab.sync.plots.bounded_buffer import bounded_buffer_table as bounded_buffer_table
from oslab.sync.plots.litmus import litmus as litmus
from oslab.sync.plots.lost_update import lost_update as lost_update
