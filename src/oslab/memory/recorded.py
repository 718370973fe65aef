"""What `oslab record` runs, for machines that cannot answer."""

from __future__ import annotations

from collections.abc import Callable

from oslab.measurement import Measurement
from oslab.memory import measure

RECORDED: dict[str, Callable[[], tuple[Measurement, ...]]] = {
    "memory.page_faults": measure.page_faults,
    "memory.page_table_size": measure.page_table_size,
    "memory.translation": measure.translation,
    "memory.translation_huge": lambda: measure.translation(kind="huge"),
}
