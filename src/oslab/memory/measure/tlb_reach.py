"""Where translation begins to cost: one line a page, more and more pages."""

from __future__ import annotations

from collections.abc import Sequence

from oslab import machine, timing
from oslab.errors import InvalidInput, require, require_whole
from oslab.linux import affinity, memory, pointer_chase
from oslab.measurement import Measurement
from oslab.memory import metrics
from oslab.memory.measure import chase, reported
from oslab.memory.records.ladder import Knee, Level

PACKED = "packed"
"""As many lines side by side: what the caches cost, without translation."""

_KINDS = (memory.ANONYMOUS, memory.HUGE, PACKED)
_PAGES = (
    16, 32, 48, 64, 72, 80, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048, 3072,
    4096, 6144, 8192, 12288, 16384,
)  # fmt: skip
_STRETCHES = memory.HUGE_PAGE_BYTES // memory.PAGE_BYTES
_CHEAP = "The cost of a miss there stays below a quarter of what a load costs already."
_SPLIT = (
    "A TLB entry covers no more than the smaller of the guest's page and the host's: this host "
    "maps the guest's memory in small pages."
)


def tlb_reach(
    *, pages: Sequence[int] = _PAGES, c: bool = False, repeats: int = 5,
    progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Time loads of one line in each of so many 4 KiB stretches: in small pages, huge, and packed.

    The places stand 4096 bytes apart, each in another line of its stretch, so that the
    caches see as many lines as pages are visited, spread over all sets. As many lines
    packed side by side cost the same caches and next to no translation: the difference is
    what translation costs. In huge pages 512 stretches share one entry, if nothing below
    splits them: in a virtual machine a TLB entry covers no more than the smaller of the
    guest's page and the host's, and a host of small pages leaves the first knee in place.

    Known workload: as long as all translations fit the first level, the three cost the
    same (tests). Cross-check: the C program, where `c` is true. Overhead: two looks at the
    clock a sample. Caveats: CPUs join neighbouring entries whose frames are neighbours
    too; then the knee moves out.

    Args:
        pages: how many stretches of 4 KiB, 2 to 2**18 each.
        c: whether the C program takes turns with ours.
        repeats: samples of each, 1 to 100.
        progress: told after each number of pages.

    Returns:
        Nanoseconds a load; conditions `pages`, `kind` (`"anonymous"`, `"huge"` where this
        machine gives them, `"packed"`) and `by`.

    Raises:
        InvalidInput: if an argument is none of these.
        Unavailable: without numba, or memory.

    Source: AMD64 Architecture Programmer's Manual, volume 2, 15.25, on nested paging.
    """
    timing.require_progress(progress)
    require_whole("repeats", repeats, low=1, high=100)
    require(isinstance(c, bool), "c", c, "True or False")
    ok = isinstance(pages, tuple | list) and 1 <= len(pages) <= 100
    require(ok, "pages", pages, "1 to 100 numbers of pages")
    chosen = sorted({require_whole("pages", one, low=2, high=1 << 18) for one in pages})
    kinds = [kind for kind in _KINDS if kind != memory.HUGE or memory.huge_pages()]
    pointer_chase.loops()
    found: list[Measurement] = []
    with affinity.pinned(affinity.allowed()[-1]):
        for done, count in enumerate(chosen, start=1):
            for kind in kinds:
                found += _one(count, kind, c, repeats)
            if progress:
                progress(done, len(chosen))
    return tuple(found)


def translation_cost(
    measurements: Sequence[Measurement], kind: str = memory.ANONYMOUS
) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """Return numbers of pages and the nanoseconds that translation adds to a load.

    Args:
        measurements: of `tlb_reach`.
        kind: `"anonymous"` or `"huge"`.

    Raises:
        InvalidInput: if they are none of these, or hold no such kind.
    """
    require(kind in (memory.ANONYMOUS, memory.HUGE), "kind", kind, "'anonymous' or 'huge'")
    spread, packed = _least(measurements, kind), _least(measurements, PACKED)
    both = sorted(set(spread) & set(packed))
    require(len(both) > 0, "measurements", measurements, f"some of kind {kind!r} and 'packed'")
    return tuple(both), tuple(max(0.0, spread[n] - packed[n]) for n in both)


def tlb_knees(
    measurements: Sequence[Measurement], kind: str = memory.ANONYMOUS
) -> tuple[Knee, ...]:
    """Return the knees that the program finds, beside the TLBs that the CPU reports.

    They are looked for in the latency of the nearest cache plus `translation_cost`, so
    that the caches' own knees do not count. The unit is the stretch of 4 KiB, one entry of
    small pages; an entry of a huge page covers 512 of them.

    Args:
        measurements: of `tlb_reach`.
        kind: `"anonymous"` or `"huge"`.

    Raises:
        InvalidInput: if the measurements are none of these.
        Unavailable: if the CPU or its hypervisor hides its TLBs.
    """
    pages, added = translation_cost(measurements, kind)
    require(len(pages) > 1, "measurements", measurements, "of at least two numbers of pages")
    base = min(_least(measurements, PACKED).values())
    cost = [base + one for one in added]
    small = metrics.knees(pages, cost, reported.reported_tlbs(), reason=_CHEAP)
    if kind == memory.ANONYMOUS:
        return small
    huge = [Level(x.name, x.capacity * _STRETCHES) for x in reported.reported_tlbs(kind)]
    found = metrics.knees(pages, cost, huge, reason=_CHEAP)
    split = {one.name: one for one in small if one.found is not None}
    return tuple(_split(one, split.get(one.name)) for one in found)


def _split(huge: Knee, small: Knee | None) -> Knee:
    """Say so where a knee of huge pages stands where that of small pages would."""
    if huge.found is not None or small is None:
        return huge
    why = f"Latency rises between {small.found:,} and {small.next_found:,}, as if pages were small."
    return Knee(huge.name, huge.reported, small.found, small.next_found, f"{why} {_SPLIT}")


def _least(measurements: object, kind: str) -> dict[int, float]:
    if not isinstance(measurements, tuple | list):
        raise InvalidInput("measurements", measurements, "measurements of tlb_reach")
    for one in measurements:
        ok = isinstance(one, Measurement) and {"pages", "kind", "by"} <= set(one.conditions)
        require(ok, "measurements", one, "a measurement of tlb_reach")
    return {
        int(one.conditions["pages"]): one.minimum
        for one in measurements
        if one.conditions["kind"] == kind and one.conditions["by"] == chase.OSLAB
    }


def _one(pages: int, kind: str, c: bool, repeats: int) -> list[Measurement]:
    if kind == PACKED:
        asked = chase.Places(pages, pointer_chase.LINE_BYTES, memory.ANONYMOUS)
    else:
        asked = chase.Places(pages, memory.PAGE_BYTES, kind, spread=True)
    taken = chase.take(asked, c=c, repeats=repeats, needed=False)
    return [
        Measurement(
            name=f"a load from each of {pages} pages, {kind}, by {by}",
            samples=samples,
            unit="ns",
            method=chase.METHOD,
            machine=machine.this_machine(),
            conditions={"pages": pages, "kind": kind, "by": by},
        )
        for by, samples in taken.items()
    ]
