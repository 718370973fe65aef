"""The latency ladder: what one load costs, from the nearest cache to memory."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from oslab import machine, timing
from oslab.errors import InvalidInput, Unavailable, require, require_choice, require_whole
from oslab.linux import affinity, memory, pointer_chase
from oslab.linux.procfs import meminfo
from oslab.measurement import Measurement
from oslab.memory import metrics
from oslab.memory.measure import chase, reported
from oslab.memory.records.ladder import Knee, Level, Plateau

KINDS = (memory.ANONYMOUS, memory.HUGE)
_SMALLEST, _LARGEST = 4 << 10, 256 << 20
_MANY_TURNS = 4 << 20


def ladder(
    *, sizes: Sequence[int] | None = None, kinds: Sequence[str] = KINDS, c: bool = True,
    repeats: int = 5, progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Time loads that need each other, from rings of pointers of several sizes.

    Known workload: a ring that fits the first cache costs the cycles of one load, and one
    in huge pages never more than one in small pages (tests). Cross-check: a C program
    (programs/chase.c) walks a ring of its own, in turns with ours; lmbench's `lat_mem_rd`
    does the same but stands in Debian's non-free section, so most machines lack it.
    Overhead: two looks at the clock a sample, under a thousandth of it. Caveats: neighbours
    that share the last cache make it look small; in small pages the ring also misses the
    TLB; the larger the ring, the more its frames decide. Take the minimum.

    Args:
        sizes: bytes, multiples of 64 from 4 KiB to 256 MiB; if None two an octave up to twice
            the last cache reported, 64 MiB where memory is short or nothing is told.
        kinds: some of `"anonymous"` (4 KiB pages) and `"huge"` (2 MiB pages); huge is
            left out where this machine gives none, unless it is all that is asked for.
        c: whether the C program takes turns; without a compiler it does not.
        repeats: samples of each, 1 to 100; of sizes above 4 MiB half as many.
        progress: told after each size.

    Returns:
        Nanoseconds a load; conditions `size_bytes`, `kind` and `by` (`"oslab"` or `"C"`).

    Raises:
        InvalidInput: if an argument is none of these.
        Unavailable: without numba, or memory.

    Source: L. McVoy and C. Staelin, lmbench (USENIX ATC 1996), section 6.2.
    """
    timing.require_progress(progress)
    require_whole("repeats", repeats, low=1, high=100)
    require(isinstance(c, bool), "c", c, "True or False")
    chosen_sizes = _sizes(sizes)
    chosen_kinds = _kinds(kinds)
    pointer_chase.loops()
    found: list[Measurement] = []
    with affinity.pinned(affinity.allowed()[-1]):
        for done, size in enumerate(chosen_sizes, start=1):
            for kind in chosen_kinds:
                found += _one(size, kind, c, repeats, needed=kind == chosen_kinds[0])
            if progress:
                progress(done, len(chosen_sizes))
    return tuple(found)


def ladder_plateaus(
    measurements: Sequence[Measurement], kind: str = memory.HUGE
) -> tuple[Plateau, ...]:
    """Return the stretches of sizes over which our loads of one kind take about as long.

    Args:
        measurements: of `ladder`, of at least two sizes.
        kind: `"anonymous"` or `"huge"`; the other where it was not measured.

    Raises:
        InvalidInput: if they are none of these.
    """
    return metrics.plateaus(*ladder_points(measurements, kind))


def ladder_knees(measurements: Sequence[Measurement], kind: str = memory.HUGE) -> tuple[Knee, ...]:
    """Return the knees that the program finds, beside the caches that the kernel reports.

    Huge pages show caches alone. In small pages the first level of the TLB ends inside
    the second cache, and its knee stands among theirs.

    Args:
        measurements: of `ladder`, of at least two sizes.
        kind: `"anonymous"` or `"huge"`; the other where it was not measured.

    Raises:
        InvalidInput: if they are none of these.
        Unavailable: if the machine hides its caches.
    """
    reason = (
        "A cache shared with other CPUs, or with other virtual machines, leaves one walker "
        "only a part of it."
    )
    points = ladder_points(measurements, kind)
    return metrics.knees(*points, reported.reported_caches(), reason=reason)


def ladder_points(
    measurements: Sequence[Measurement], kind: str = memory.HUGE, by: str = chase.OSLAB
) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """Return rising sizes and the least latency of each, for one kind of page.

    Raises:
        InvalidInput: if the measurements are not of `ladder`, or none is by `by`.
    """
    require_choice("kind", kind, KINDS)
    require_choice("by", by, (chase.OSLAB, chase.C))
    if not isinstance(measurements, tuple | list):
        raise InvalidInput("measurements", measurements, "measurements of ladder")
    for one in measurements:
        ok = isinstance(one, Measurement) and {"size_bytes", "kind", "by"} <= set(one.conditions)
        require(ok, "measurements", one, "a measurement of ladder")
    ours = [one for one in measurements if one.conditions["by"] == by]
    of_kind = [one for one in ours if one.conditions["kind"] == kind] or ours
    points = {int(one.conditions["size_bytes"]): one.minimum for one in of_kind}
    require(len(points) > 0, "measurements", measurements, f"some by {by!r}")
    return tuple(sorted(points)), tuple(points[size] for size in sorted(points))


def ladder_levels(
    measurements: Sequence[Measurement], kind: str = memory.HUGE
) -> tuple[tuple[Level, ...], float]:
    """Return the reported caches, each with the latency measured inside it, and memory's.

    A level's latency is the median over rings of at most half its capacity that the level
    before does not hold; one without such a ring is left out. Memory's is that of the
    largest ring of all. With these, `model.ladder` predicts the sizes in between.

    Args:
        measurements: of `ladder`.
        kind: `"anonymous"` or `"huge"`; the other where it was not measured.

    Raises:
        InvalidInput: if they are none of these.
        Unavailable: if the machine hides its caches.
    """
    sizes, latencies = ladder_points(measurements, kind)
    levels, before = [], 0
    for cache in reported.reported_caches():
        inside = [
            latency
            for size, latency in zip(sizes, latencies, strict=True)
            if before < size <= cache.capacity // 2
        ]
        if inside:
            levels.append(Level(cache.name, cache.capacity, statistics.median(inside)))
        before = cache.capacity
    return tuple(levels), latencies[-1]


def ladder_agreement(
    measurements: Sequence[Measurement], kind: str = memory.HUGE
) -> tuple[Measurement, ...]:
    """Return what our loop measures over what the C program does, level by level.

    A level's samples are the ratios of the least of each size that lies well inside it, as
    `ladder_levels` chooses them; the last is memory's, of the largest ring.

    Args:
        measurements: of `ladder` with the C program.
        kind: `"anonymous"` or `"huge"`; the other where it was not measured.

    Returns:
        Times; conditions `level`, and `bound`, how far from 1 it may be on a quiet machine.

    Raises:
        InvalidInput: if they are none of these.
        Unavailable: if the machine hides its caches.
    """
    sizes, ours = ladder_points(measurements, kind)
    there, theirs = ladder_points(measurements, kind, chase.C)
    require(sizes == there, "measurements", measurements, "as many by the C program")
    ratios = [a / b for a, b in zip(ours, theirs, strict=True)]
    caches = reported.reported_caches()
    found, before = {}, 0
    for cache in caches:
        found[cache.name] = tuple(
            ratio
            for size, ratio in zip(sizes, ratios, strict=True)
            if before < size <= cache.capacity // 2
        )
        before = cache.capacity
    found["memory"] = (ratios[-1],)
    last = caches[-1].name
    bounds = dict.fromkeys(found, 0.05) | {last: 0.15, "memory": 0.25}
    return tuple(
        Measurement(
            name=f"ours over the C program's, {name}",
            samples=samples,
            unit="times",
            method="Least of ours over least of C's, for each size inside the level.",
            machine=measurements[0].machine,
            conditions={"level": name, "bound": bounds[name]},
        )
        for name, samples in found.items()
        if samples
    )


def _one(size: int, kind: str, c: bool, repeats: int, needed: bool) -> list[Measurement]:
    places = chase.Places(size // pointer_chase.LINE_BYTES, pointer_chase.LINE_BYTES, kind)
    few = -(-repeats // 2) if size > _MANY_TURNS else repeats
    taken = chase.take(places, c=c, repeats=few, needed=needed)
    return [
        Measurement(
            name=f"a load from {size >> 10} KiB in {kind} pages, by {by}",
            samples=samples,
            unit="ns",
            method=chase.METHOD,
            machine=machine.this_machine(),
            conditions={"size_bytes": size, "kind": kind, "by": by},
        )
        for by, samples in taken.items()
    ]


def _sizes(sizes: Sequence[int] | None) -> tuple[int, ...]:
    if sizes is None:
        return _default_sizes()
    ok = isinstance(sizes, tuple | list) and 1 <= len(sizes) <= 100
    require(ok, "sizes", sizes, "1 to 100 numbers of bytes")
    for size in sizes:
        require_whole("sizes", size, low=_SMALLEST, high=_LARGEST)
        require(size % pointer_chase.LINE_BYTES == 0, "sizes", size, "a multiple of 64")
    return tuple(sorted(set(sizes)))


def _default_sizes() -> tuple[int, ...]:
    try:
        largest = 2 * reported.reported_caches()[-1].capacity
    except Unavailable:
        largest = 64 << 20
    # Two rings of it at a time, and the order that the C program draws.
    short = meminfo.read().get("MemAvailable", 0) < 8 * largest
    largest = min(64 << 20 if short else largest, _LARGEST)
    octaves = [size for k in range(30) for size in (_SMALLEST << k, 3 * _SMALLEST << k >> 1)]
    return tuple(size for size in octaves if size <= largest)


def _kinds(kinds: Sequence[str]) -> tuple[str, ...]:
    ok = isinstance(kinds, tuple | list) and len(kinds) > 0
    require(ok, "kinds", kinds, "some of " + ", ".join(map(repr, KINDS)))
    for kind in kinds:
        require_choice("kinds", kind, KINDS)
    chosen = tuple(dict.fromkeys(kinds))
    if len(chosen) > 1 and not memory.huge_pages():
        return (memory.ANONYMOUS,)
    return chosen
