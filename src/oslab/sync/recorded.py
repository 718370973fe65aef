"""What `oslab record` runs, for machines that cannot answer."""

from __future__ import annotations

from collections.abc import Callable

from oslab.measurement import Measurement

RECORDED: dict[str, Callable[[], tuple[Measurement, ...]]] = {}
