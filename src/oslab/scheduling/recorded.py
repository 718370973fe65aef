"""What `oslab record` runs for this room: the name of a recording, and how to take it again.

Recorded are the answers of the guest kernel, which most machines do not have, and those
that need privilege, two CPUs or a quiet machine. A page shows a recording, and says so,
through `recording.answer` with the same name.
"""

from __future__ import annotations

from collections.abc import Callable

from oslab.measurement import Measurement
from oslab.scheduling import measure

MIXES = ((0, 1), (0, 5), (0, 10), (0, 3, 6), (-5, 0, 5))

RECORDED: dict[str, Callable[[], tuple[Measurement, ...]]] = {
    "scheduling.autogroup": measure.autogroup,
    "scheduling.bandwidth": measure.bandwidth,
    "scheduling.convoy": measure.convoy,
    "scheduling.interactive": measure.interactive,
    "scheduling.interactive_cfs": lambda: measure.interactive(
        settings=("equal", "nice -10", "nice 10", "hogs nice 19", "hogs batch", "fifo"),
        kernel="cfs",
    ),
    "scheduling.inversion": measure.inversion,
    "scheduling.inversion_cured": lambda: measure.as_measurements(
        measure.inversion_schedule("inherit")
    ),
    "scheduling.inversion_seen": lambda: measure.as_measurements(
        measure.inversion_schedule("none")
    ),
    "scheduling.migration": lambda: measure.migration(duration_ms=3_000),
    "scheduling.newcomer": measure.newcomer,
    "scheduling.newcomer_cfs": lambda: measure.newcomer(kernel="cfs"),
    "scheduling.periodic": measure.periodic,
    "scheduling.quantum": lambda: (measure.quantum(),),
    "scheduling.run_delay": measure.run_delay,
    "scheduling.schedule": lambda: measure.as_measurements(measure.schedule()),
    "scheduling.share": lambda: measure.share(mixes=MIXES),
    "scheduling.share_cfs": lambda: measure.share(
        mixes=MIXES, duration_ms=4_000, repeats=3, kernel="cfs"
    ),
    "scheduling.slices": measure.slices,
    "scheduling.wakeup": measure.wakeup,
    "scheduling.wakeup_cfs": lambda: measure.wakeup(
        policies=("other",), wakes=200, interval_us=23_300, kernel="cfs"
    ),
    "scheduling.warmth": measure.warmth,
}
