"""What `oslab record` runs, for machines that cannot answer."""

from __future__ import annotations

from collections.abc import Callable

from oslab.measurement import Measurement
from oslab.sync import measure
from oslab.sync.measure.ring import C_KINDS, PYTHON_KINDS

RECORDED: dict[str, Callable[[], tuple[Measurement, ...]]] = {
    "sync.barrier": measure.barrier,
    "sync.bounded_buffer": measure.bounded_buffer,
    "sync.convoy": measure.convoy,
    "sync.futex_cost": measure.futex_cost,
    "sync.hand_off": measure.hand_off,
    "sync.hand_off_two_cpus": lambda: measure.hand_off(place="two CPUs"),
    "sync.litmus": measure.litmus,
    "sync.lock_cost": measure.lock_cost,
    "sync.lost_update": measure.lost_update,
    "sync.lost_update_free_threaded": lambda: measure.lost_update_in_python(
        increments=3, races=20_000, gil=False
    ),
    "sync.lost_update_in_python": lambda: measure.lost_update_in_python(increments=3),
    "sync.lost_update_of_three": lambda: measure.lost_update(kinds=("plain",), increments=3),
    "sync.readers_writers": measure.readers_writers,
    "sync.ring": lambda: measure.ring(kinds=C_KINDS),
    "sync.ring_python": lambda: measure.ring(kinds=PYTHON_KINDS),
    "sync.spin_or_sleep": measure.spin_or_sleep,
    "sync.spin_or_sleep_one_cpu": lambda: measure.spin_or_sleep(cpus=1, duration_ms=300),
    "sync.updates_lost": measure.updates_lost,
    "sync.updates_lost_free_threaded": lambda: measure.updates_lost(gil=False),
    "sync.updates_lost_until_3_9": lambda: measure.updates_lost(python="python3.9"),
}
