"""Charts of measurements."""

from oslab.sync.plots.bounded_buffer import bounded_buffer as bounded_buffer
from oslab.sync.plots.bounded_buffer import bounded_buffer_table as bounded_buffer_table
