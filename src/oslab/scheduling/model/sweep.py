"""One workload, many quanta."""

from __future__ import annotations

from oslab.errors import require_whole
from oslab.scheduling.model.named import EXAMPLE, schedule
from oslab.scheduling.records.sweep import Sweep

_MOST = 60


def quantum_sweep(
    *, jobs: str = EXAMPLE, largest: int = 12, switch_cost: int = 0, tie: str = ""
) -> Sweep:
    """Return round robin's schedules for every quantum from 1 to `largest`.

    Args:
        jobs: as `workload` reads them.
        largest: quantum, 2 to 60 ticks.
        switch_cost: ticks of every switch, 0 to 100.
        tie: as `schedule`.

    Raises:
        InvalidInput: if a value is out of range.
    """
    require_whole("largest", largest, 2, _MOST)
    require_whole("switch_cost", switch_cost, 0, 100)
    quanta = tuple(range(1, largest + 1))
    return Sweep(
        "quantum", quanta,
        tuple(
            schedule(jobs=jobs, quantum=quantum, switch_cost=switch_cost, tie=tie)
            for quantum in quanta
        ),
    )  # fmt: skip
