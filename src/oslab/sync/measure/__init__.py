"""This machine's answers."""

from oslab.sync.measure.bounded_buffer import bounded_buffer as bounded_buffer
from oslab.sync.measure.deadlock import deadlock as deadlock
from oslab.sync.measure.litmus import litmus as litmus
from oslab.sync.measure.lost_update import lost_update as lost_update
from oslab.sync.measure.ring import found as found
from oslab.sync.measure.ring import ring as ring
