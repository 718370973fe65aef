"""Ratios that say in one number whether a sentence about fork holds on this machine."""

from __future__ import annotations

from oslab import machine
from oslab.errors import require, require_choice
from oslab.linux import memory
from oslab.measurement import Measurement
from oslab.processes.measure.copy_on_write import copy_on_write
from oslab.processes.measure.fork_cost import fork_cost, matching
from oslab.processes.measure.reference_counts import reference_counts
from oslab.processes.model.reference_counts import reference_counts as predicted

_SMALL, _LARGE = 2 << 20, 256 << 20
_OBJECTS = 200_000
_REPEATS = 3
_WRITTEN = 513


def fork_growth(call: str = "fork") -> Measurement:
    """Return how many times longer a call takes with 256 MiB of anonymous memory than with 2.

    Args:
        call: `"fork"` or `"posix_spawn"`.

    Raises:
        InvalidInput: if `call` is neither.
        Unavailable: if memory or a C compiler is missing.
    """
    require_choice("call", call, ("fork", "posix_spawn"))
    found = fork_cost(sizes=(_SMALL, _LARGE), kinds=(memory.ANONYMOUS,), repeats=2 * _REPEATS + 1)
    small, large = matching(found, call=call, by="Python")
    ratios = tuple(
        slow / quick
        for slow, quick in zip(sorted(large.samples), sorted(small.samples), strict=True)
    )
    method = "time with 256 MiB of anonymous memory over time with 2 MiB, quickest turns, in order"
    return _ratio(f"growth of {call}", ratios, method, {"call": call})


def copied_over_written(*, huge: bool = False) -> Measurement:
    """Return pages copied for each page written when a child writes 513 of 4096.

    The 513th page is the first of the second huge page: if huge pages were
    copied whole, 1024 pages would be copied.

    Args:
        huge: whether the parent's memory is in huge pages.

    Raises:
        InvalidInput: if `huge` is not True or False.
        Unavailable: if huge pages are off or not to be had.
    """
    require(isinstance(huge, bool), "huge", huge, "True or False")
    records = [copy_on_write(pages=4096, written=_WRITTEN, huge=huge) for _ in range(_REPEATS)]
    ratios = tuple(record.writings[0].copied / record.written for record in records)
    method = "growth of the child's Private_Dirty over the pages it wrote"
    return _ratio("pages copied for each page written", ratios, method, {"huge": huge})


def copied_by_reading() -> Measurement:
    """Return pages copied by reading 200,000 lists over the pages that hold them.

    Raises:
        Unavailable: if the interpreter cannot be started.
    """
    (found,) = reference_counts(
        objects=_OBJECTS, cases=[("lists", "read", False)], repeats=_REPEATS
    )
    held = predicted(_OBJECTS).held_pages
    ratios = tuple(sample / held for sample in found.samples)
    method = "growth of a reading child's Private_Dirty over the pages the allocator needs"
    return _ratio("pages copied by reading", ratios, method, {"objects": _OBJECTS})


def _ratio(
    name: str, samples: tuple[float, ...], method: str, conditions: dict[str, str | int | bool]
) -> Measurement:
    return Measurement(name, samples, "times", method, machine.this_machine(), conditions)
