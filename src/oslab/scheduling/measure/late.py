"""How often a latency was over a limit, from latencies that were measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from oslab.errors import InvalidInput, require, require_number
from oslab.measurement import Measurement


def late(measurements: Sequence[Measurement], *, over: float = 1_000.0) -> tuple[Measurement, ...]:
    """Return for each measurement the part of its samples that are over a limit.

    Args:
        measurements: latencies, such as those of `wakeup`.
        over: in their unit.

    Returns:
        Per cent, one sample each; conditions as they were, and `over`.

    Raises:
        InvalidInput: if an argument is of another kind.
    """
    require_number("over", over)
    if not isinstance(measurements, tuple | list) or len(measurements) == 0:
        raise InvalidInput("measurements", measurements, "at least one Measurement")
    for one in measurements:
        require(isinstance(one, Measurement), "measurements", one, "Measurements only")
    return tuple(
        replace(
            one, name=f"{one.name}, over {over:g} {one.unit}", unit="%",
            samples=(100 * sum(sample > over for sample in one.samples) / len(one.samples),),
            conditions={**one.conditions, "over": over},
        )
        for one in measurements
    )  # fmt: skip
