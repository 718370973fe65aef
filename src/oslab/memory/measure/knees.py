"""The knees of a ladder or of a TLB's reach, on machines that hide their levels too."""

from __future__ import annotations

from collections.abc import Sequence

from oslab.errors import Unavailable, require
from oslab.linux import memory
from oslab.measurement import Measurement
from oslab.memory.measure.ladder import ladder_knees
from oslab.memory.measure.tlb_reach import tlb_knees
from oslab.memory.records.ladder import Knee


def knees(measurements: Sequence[Measurement], kind: str = memory.HUGE) -> tuple[Knee, ...]:
    """Return the knees that the program finds beside what the machine reports.

    Empty where it does not say how far its levels reach, as processors other than x86 and
    some hypervisors do not: then there is nothing to compare.

    Args:
        measurements: of `ladder` or of `tlb_reach`.
        kind: of page, `"anonymous"` or `"huge"`.

    Raises:
        InvalidInput: if they are none of these.
    """
    ok = isinstance(measurements, tuple | list) and len(measurements) > 0
    ok = ok and all(isinstance(one, Measurement) for one in measurements)
    require(ok, "measurements", measurements, "of ladder or of tlb_reach")
    find = tlb_knees if "pages" in measurements[0].conditions else ladder_knees
    try:
        return find(measurements, kind)
    except Unavailable:
        return ()
