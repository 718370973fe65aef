"""What `oslab record` runs, for machines that cannot answer."""

from __future__ import annotations

from collections.abc import Callable

from oslab.measurement import Measurement
from oslab.replacement import measure

RECORDED: dict[str, Callable[[], tuple[Measurement, ...]]] = {
    "replacement.lookup_under_limit": measure.lookup_under_limit,
    "replacement.page_cache": lambda: measure.page_cache(
        scenes=("zipf", "hot and scan"), count=30_000
    ),
}
