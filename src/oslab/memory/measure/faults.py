"""Minor and major faults of workloads whose number can be worked out by hand."""

from __future__ import annotations

import mmap
import resource
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from oslab import machine
from oslab.errors import InvalidInput, Unavailable, require, require_choice, require_whole
from oslab.linux import c_program, memory, page_cache
from oslab.measurement import Measurement
from oslab.memory import metrics, model
from oslab.memory.records.demand import Demand

MINOR, MAJOR = "minor", "major"
_DONTNEED, _POPULATE_WRITE = 4, 23
_HUGE = memory.HUGE_PAGE_BYTES // memory.PAGE_BYTES
METHOD = "ru_minflt and ru_majflt of this thread around touches of one byte a page."
Counted = tuple[int, int]


def faults(
    *, pages: int = 1024, workloads: Sequence[str] | None = None, c: bool = True,
    repeats: int = 3,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Count the faults of touching pages in several ways, beside what the model predicts.

    The workloads: `"write"`, `"read"`, `"read, then write"`, `"write twice"`, `"write,
    give back, write"` (MADV_DONTNEED), `"populate, then write"` (MADV_POPULATE_WRITE),
    `"huge write"`, `"huge read"` on anonymous memory; `"file, warm"`, `"file, warm,
    private write"`, `"file, cold, at random"` (MADV_RANDOM: each page is a read of its own)
    and `"file, cold"` on a file that is written 4 KiB at a time, so that its folios are
    small.

    Known workload: all but the last have one right answer, to the page (tests). Cross-check:
    a C program (programs/faults.c) counts the first three and the give-back on its own.
    Overhead: the interpreter's own faults, none after a rehearsal. Caveats: in order and
    cold, read-ahead decides, part of it in the background, so the model's number of major
    faults is an upper bound there.

    Args:
        pages: of 4 KiB, a multiple of 512 up to 65,536.
        workloads: some of those above; if None all that this machine allows.
        c: whether the C program counts too, where there is a compiler.
        repeats: 1 to 100.

    Returns:
        Faults; conditions `workload`, `kind` (`"minor"` or `"major"`), `pages`, `by`
        (`"oslab"` or `"C"`) and `predicted`.

    Raises:
        InvalidInput: if an argument is none of these.
        Unavailable: if a workload that was asked for cannot be had here.

    Source: getrusage(2); mm/memory.c, `do_anonymous_page`, `do_wp_page`, `do_fault_around`,
        `do_cow_fault` and `mm_account_fault`, which counts what MADV_POPULATE_WRITE does.
    """
    require_whole("pages", pages, low=_HUGE, high=1 << 16)
    require(pages % _HUGE == 0, "pages", pages, f"a multiple of {_HUGE}")
    require(isinstance(c, bool), "c", c, "True or False")
    require_whole("repeats", repeats, low=1, high=100)
    found: list[Measurement] = []
    for name in _chosen(workloads):
        try:
            counts = [WORKLOADS[name](pages) for _ in range(repeats + 1)][1:]
        except Unavailable:
            if workloads is not None:
                raise
            continue
        found += _measurements(name, pages, "oslab", counts)
        if c and name in _LETTERS:
            with suppress(Unavailable):
                peer = [_by_c(pages, _LETTERS[name]) for _ in range(repeats)]
                found += _measurements(name, pages, "C", peer)
    return tuple(found)


def predicted_faults(workload: str, pages: int = 1024) -> Counted:
    """Return the minor and the major faults that the model predicts for one workload.

    Args:
        workload: a name that `faults` knows.
        pages: a multiple of 512 up to 65,536.

    Raises:
        InvalidInput: if an argument is none of these.
    """
    require_choice("workload", workload, WORKLOADS)
    require_whole("pages", pages, low=_HUGE, high=1 << 16)
    require(pages % _HUGE == 0, "pages", pages, f"a multiple of {_HUGE}")
    records = _PREDICTED[workload](pages)
    return (
        sum(metrics.minor_faults(one) for one in records),
        sum(metrics.major_faults(one) for one in records),
    )


def counted(work: Callable[[], object]) -> Counted:
    """Return the minor and major faults of this thread while `work` runs.

    Raises:
        InvalidInput: if `work` is no function.

    Source: getrusage(2), RUSAGE_THREAD.
    """
    require(callable(work), "work", work, "a function of no arguments")
    before = resource.getrusage(resource.RUSAGE_THREAD)
    work()
    after = resource.getrusage(resource.RUSAGE_THREAD)
    return after.ru_minflt - before.ru_minflt, after.ru_majflt - before.ru_majflt


def _anonymous(pages: int, kind: str, *steps: Callable[[memory.Area], object]) -> Counted:
    with memory.area(pages * memory.PAGE_BYTES, kind) as area:
        counts = [counted(lambda step=step: step(area)) for step in steps]  # type: ignore[misc]
    return sum(minor for minor, _ in counts), sum(major for _, major in counts)


def _file(pages: int, *, cold: bool, random: bool, write: bool) -> Counted:
    with tempfile.TemporaryDirectory(prefix="oslab-") as folder:
        path = Path(folder) / "pages"
        with path.open("wb", buffering=0) as file:
            for _ in range(pages):
                file.write(bytes(memory.PAGE_BYTES))
        if cold:
            page_cache.drop(path)
        # Private and writable: a store then copies the page.
        with (
            path.open("rb") as opened,
            mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_COPY) as area,
        ):
            if random:
                area.madvise(mmap.MADV_RANDOM)
            ones, every = bytes([1]) * pages, slice(None, None, memory.PAGE_BYTES)
            if write:
                return counted(lambda: area.__setitem__(every, ones))
            return counted(lambda: area[every])


def _write(area: memory.Area) -> None:
    area.write()


def _read(area: memory.Area) -> None:
    area.read()


def _give_back(area: memory.Area) -> None:
    area.advise(_DONTNEED)


def _populate(area: memory.Area) -> None:
    area.advise(_POPULATE_WRITE)


_SMALL, _LARGE = memory.ANONYMOUS, memory.HUGE
WORKLOADS: Mapping[str, Callable[[int], Counted]] = {
    "write": lambda n: _anonymous(n, _SMALL, _write),
    "read": lambda n: _anonymous(n, _SMALL, _read),
    "read, then write": lambda n: _anonymous(n, _SMALL, _read, _write),
    "write twice": lambda n: _anonymous(n, _SMALL, _write, _write),
    "write, give back, write": lambda n: _anonymous(n, _SMALL, _write, _give_back, _write),
    "populate, then write": lambda n: _anonymous(n, _SMALL, _populate, _write),
    "huge write": lambda n: _anonymous(n, _LARGE, _write),
    "huge read": lambda n: _anonymous(n, _LARGE, _read),
    "file, warm": lambda n: _file(n, cold=False, random=False, write=False),
    "file, warm, private write": lambda n: _file(n, cold=False, random=False, write=True),
    "file, cold, at random": lambda n: _file(n, cold=True, random=True, write=False),
    "file, cold": lambda n: _file(n, cold=True, random=False, write=False),
}
"""Name to a function of pages that returns minor and major faults."""

_PREDICTED: Mapping[str, Callable[[int], tuple[Demand, ...]]] = {
    "write": lambda n: (model.demand(n),),
    "read": lambda n: (model.demand(n, access="read"),),
    "read, then write": lambda n: (model.demand(n, access="read, then write"),),
    "write twice": lambda n: (model.demand(n),),
    "write, give back, write": lambda n: (model.demand(n), model.demand(n)),
    "populate, then write": lambda n: (model.demand(n),),
    "huge write": lambda n: (model.demand(n, folio=_HUGE),),
    "huge read": lambda n: (model.demand(n, access="read", folio=_HUGE),),
    "file, warm": lambda n: (model.demand(n, "file", "read"),),
    "file, warm, private write": lambda n: (model.demand(n, "file", "write"),),
    "file, cold, at random": lambda n: (
        model.demand(n, "file", "read", around=1, cached=False, read_ahead=1),
    ),
    "file, cold": lambda n: (model.demand(n, "file", "read", cached=False),),
}
_LETTERS = {
    "write": "w", "read": "r", "read, then write": "rw", "write twice": "ww",
    "write, give back, write": "wdw",
}  # fmt: skip


def _by_c(pages: int, letters: str) -> Counted:
    done = c_program.run(c_program.find("memory", "faults"), pages, letters)
    minor, major = map(int, done.stdout.split())
    return minor, major


def _measurements(
    name: str, pages: int, by: str, counts: Sequence[Counted]
) -> tuple[Measurement, ...]:
    expected = predicted_faults(name, pages)
    return tuple(
        Measurement(
            name=f"{kind} faults of {pages} pages: {name}, by {by}",
            samples=tuple(one[place] for one in counts),
            unit="faults",
            method=METHOD,
            machine=machine.this_machine(),
            conditions={
                "workload": name, "kind": kind, "pages": pages, "by": by,
                "predicted": expected[place],
            },
        )
        for place, kind in enumerate((MINOR, MAJOR))
    )  # fmt: skip


def _chosen(workloads: Sequence[str] | None) -> tuple[str, ...]:
    if workloads is None:
        return tuple(WORKLOADS)
    if not isinstance(workloads, tuple | list) or not workloads:
        raise InvalidInput("workloads", workloads, "some of " + ", ".join(map(repr, WORKLOADS)))
    return tuple(dict.fromkeys(require_choice("workloads", one, WORKLOADS) for one in workloads))
