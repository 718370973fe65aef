"""What `oslab record` runs for this room: the name of a recording, and how to take it again.

A row is added for every measurement of a page that some reader's machine cannot
take (one CPU, no huge pages, little memory). The page shows the recording, and
says so, through `recording.answer` with the same name.
"""

from __future__ import annotations

from collections.abc import Callable

from oslab.measurement import Measurement
from oslab.processes import measure

RECORDED: dict[str, Callable[[], tuple[Measurement, ...]]] = {
    "processes.fork_base": measure.fork_base,
    "processes.fork_cost": measure.fork_cost,
    "processes.fork_layout": measure.fork_layout,
    "processes.free_threading": lambda: measure.free_threading(repeats=9),
    "processes.huge_copied_over_written": lambda: (measure.copied_over_written(huge=True),),
    "processes.reference_counts": measure.reference_counts,
    "processes.shared_structures": measure.shared_structures,
    "processes.switch_across_cpus": lambda: measure.context_switch(
        where="different CPUs", round_trips=5_000
    ),
}
