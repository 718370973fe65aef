"""This machine's answers."""

from oslab.sync.measure.bounded_buffer import bounded_buffer as bounded_buffer
from oslab.sync.measure.deadlock import deadlock as deadlock
