"""What a life cycle costs: a busy CPU, and processes that wait for it."""

from __future__ import annotations

from oslab.errors import require
from oslab.processes.records.life_cycle import READY, RUNNING, TERMINATED, WAITING, LifeCycle


def cpu_utilisation(record: LifeCycle) -> float:
    """Return the share of CPU ticks used until the last exit, 0 to 1.

    Raises:
        InvalidInput: if `record` is no LifeCycle.
    """
    _require(record)
    busy = sum(life.ticks_in(RUNNING) for life in record.lives)
    return busy / (record.cpus * max(turnaround(record)))


def turnaround(record: LifeCycle) -> tuple[int, ...]:
    """Return for each process the ticks from being made to its exit.

    Raises:
        InvalidInput: if `record` is no LifeCycle.
    """
    _require(record)
    return tuple(
        max(one.end for one in life.stretches if one.state != TERMINATED) for life in record.lives
    )


def ready_ticks(record: LifeCycle) -> tuple[int, ...]:
    """Return for each process the ticks it could have run and did not (textbook: waiting time).

    Raises:
        InvalidInput: if `record` is no LifeCycle.
    """
    _require(record)
    return tuple(life.ticks_in(READY) for life in record.lives)


def waiting_ticks(record: LifeCycle) -> tuple[int, ...]:
    """Return for each process the ticks it waited for its device.

    Raises:
        InvalidInput: if `record` is no LifeCycle.
    """
    _require(record)
    return tuple(life.ticks_in(WAITING) for life in record.lives)


def _require(record: object) -> None:
    require(isinstance(record, LifeCycle), "record", record, "a LifeCycle")
