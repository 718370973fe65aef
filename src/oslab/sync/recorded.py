"""What `oslab record` runs, for machines that cannot answer."""

from __future__ import annotations

from collections.abc import Callable

from oslab.measurement import Measurement
from oslab.sync import measure
from oslab.sync.measure.ring import C_KINDS, PYTHON_KINDS

RECORDED: dict[str, Callable[[], tuple[Measurement, ...]]] = {
    "sync.ring": lambda: measure.ring(kinds=C_KINDS),
    "sync.ring_python": lambda: measure.ring(kinds=PYTHON_KINDS),
}
