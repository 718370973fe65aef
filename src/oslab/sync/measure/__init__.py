"""This machine's answers."""

from oslab.sync.measure.barrier import barrier as barrier
from oslab.sync.measure.bounded_buffer import bounded_buffer as bounded_buffer
from oslab.sync.measure.convoy import convoy as convoy
from oslab.sync.measure.deadlock import deadlock as deadlock
from oslab.sync.measure.futex_cost import futex_cost as futex_cost
from oslab.sync.measure.hand_off import hand_off as hand_off
from oslab.sync.measure.litmus import litmus as litmus
from oslab.sync.measure.lock_cost import lock_cost as lock_cost
from oslab.sync.measure.lost_update import lost_update as lost_update
from oslab.sync.measure.lost_update_in_python import lost_update_in_python as lost_update_in_python
from oslab.sync.measure.lost_update_in_python import updates_lost as updates_lost
from oslab.sync.measure.readers_writers import readers_writers as readers_writers
from oslab.sync.measure.ring import found as found
from oslab.sync.measure.ring import ring as ring
from oslab.sync.measure.spin_or_sleep import spin_or_sleep as spin_or_sleep
