"""Reading memory that nobody wrote: entries without frames, and what a write then adds."""

from __future__ import annotations

from dataclasses import dataclass

from oslab import machine
from oslab.errors import Unavailable, require_choice, require_whole
from oslab.linux import memory
from oslab.linux.procfs import smaps_rollup, status
from oslab.measurement import Measurement
from oslab.memory.measure.faults import counted

_UNITS = {
    "faults": "faults", "resident": "bytes", "page tables": "bytes", "frames": "frames",
}  # fmt: skip
METHOD = (
    "One byte of every page loaded, then stored; ru_minflt, Rss of smaps_rollup, VmPTE and the "
    "frames of pagemap before and after"
)


@dataclass(frozen=True, slots=True)
class _Seen:
    faults: int
    resident: int
    tables: int
    frames: int | None


def zero_page(*, pages: int = 1024, kind: str = memory.ANONYMOUS) -> tuple[Measurement, ...]:
    """Load from every page of fresh memory, then store to every page, and count what came.

    A load maps the one zero page (or the huge one, where huge pages are asked for), so
    resident memory stays where it was, though every entry was filled. A store takes
    another fault for each entry, and now a frame of its own.

    Known workload: as many faults as entries, twice, and no resident byte in between
    (tests). Cross-check: where the user may see frames, all small pages show the same one.
    Overhead: none after a rehearsal. Caveat: page tables are paid for by loads already.

    Args:
        pages: of 4 KiB, a multiple of 512 up to 65,536.
        kind: `"anonymous"` or `"huge"`.

    Returns:
        For each `access` (`"read"`, then `"write"`) the `quantity` `"faults"`,
        `"resident"` (bytes more than before), `"page tables"` (bytes more than before) and,
        for root, `"frames"` (different ones behind the pages).

    Raises:
        InvalidInput: if an argument is none of these.
        Unavailable: if the memory or the huge pages cannot be had.

    Source: mm/memory.c, `do_anonymous_page` and `do_wp_page`; mm/huge_memory.c,
        `do_huge_pmd_anonymous_page`; Documentation/admin-guide/mm/pagemap.rst.
    """
    require_whole("pages", pages, low=512, high=1 << 16)
    require_choice("kind", kind, (memory.ANONYMOUS, memory.HUGE))
    _seen(512, kind)  # a rehearsal
    return tuple(
        Measurement(
            name=f"{quantity} after {access} of {pages} pages, {kind}",
            samples=(value,),
            unit=_UNITS[quantity],
            method=METHOD,
            machine=machine.this_machine(),
            conditions={"access": access, "quantity": quantity, "kind": kind, "pages": pages},
        )
        for access, one in _seen(pages, kind).items()
        for quantity, value in (
            ("faults", one.faults), ("resident", one.resident), ("page tables", one.tables),
            ("frames", one.frames),
        )
        if value is not None
    )  # fmt: skip


def _seen(pages: int, kind: str) -> dict[str, _Seen]:
    found = {}
    with memory.area(pages * memory.PAGE_BYTES, kind) as area:
        resident, tables = smaps_rollup.read().rss, status.read().vm_pte
        for access, touch in (("read", area.read), ("write", area.write)):
            faults, _ = counted(touch)
            found[access] = _Seen(
                faults, smaps_rollup.read().rss - resident, status.read().vm_pte - tables,
                _frames(area),
            )  # fmt: skip
    return found


def _frames(area: memory.Area) -> int | None:
    try:
        return len(set(area.frames()))
    except Unavailable:
        return None
