"""What a round of context switches costs, and how much of it comes after the switch."""

from __future__ import annotations

import math

from oslab.errors import require
from oslab.processes.records.context_switch import STEPS, ContextSwitch


def switch_ns(record: ContextSwitch) -> float:
    """Return the mean cost of one switch, the refill included, in nanoseconds.

    Raises:
        InvalidInput: if `record` is no ContextSwitch.
    """
    return math.fsum(step_ns(record).values())


def step_ns(record: ContextSwitch) -> dict[str, float]:
    """Return the mean nanoseconds a switch spends in each step, by name.

    Raises:
        InvalidInput: if `record` is no ContextSwitch.
    """
    _require(record)
    return {
        name: math.fsum(one.step_ns[place] for one in record.switches) / len(record.switches)
        for place, name in enumerate(STEPS)
    }


def flushes(record: ContextSwitch) -> int:
    """Return how many switches of a round flush the TLB entries of their tag.

    Raises:
        InvalidInput: if `record` is no ContextSwitch.
    """
    _require(record)
    return sum(one.flushes for one in record.switches)


def _require(record: object) -> None:
    require(isinstance(record, ContextSwitch), "record", record, "a ContextSwitch")
