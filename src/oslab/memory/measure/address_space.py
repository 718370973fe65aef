"""The address space of a live process, region by region."""

from __future__ import annotations

import mmap
from itertools import groupby

from oslab.errors import Unavailable, require
from oslab.linux.procfs import maps, pagemap
from oslab.linux.procfs.fetch import Task
from oslab.memory.records.address_space import (
    ANONYMOUS,
    FILE,
    HEAP,
    KERNEL,
    LIBRARY,
    PROGRAM,
    SHARED,
    STACK,
    AddressSpace,
    Region,
)

_MOST_PAGES = 1 << 26


def address_space(task: Task = "self", *, count: bool = True) -> AddressSpace:
    """Return the regions of a process in rising order, with what is present of each.

    Neighbouring areas of one file are one region, as are neighbouring anonymous ones.
    What is present is counted from the present bits of `pagemap`, which need no privilege
    for one's own processes; pages in swap, and huge pages of a pool, are not among them.

    Args:
        task: a process number or `"self"`.
        count: whether to count present pages; regions beyond 256 GiB are not counted.

    Raises:
        InvalidInput: if there is no such process.
        Unavailable: if its memory is none of our business, or it has none.

    Source: fs/proc/task_mmu.c, `show_map_vma` and `pagemap_read`.
    """
    require(isinstance(count, bool), "count", count, "True or False")
    areas = maps.read(task)
    if not areas:
        raise Unavailable(f"the address space of {task}", "Ask a process that has one.")
    program = _program(areas)
    named = [(*_what(area, program), area) for area in areas]
    regions = tuple(
        _region(name, kind, [one for _, _, one in group], task, count)
        for (name, kind), group in groupby(named, key=lambda one: one[:2])
    )
    highest = max(one.end for one in regions if one.kind != KERNEL)
    return AddressSpace(regions, 5 if highest > 1 << 47 else 4, f"process {task}")


def _program(areas: tuple[maps.Area, ...]) -> str:
    """Return the file of the program: the first one that is mapped."""
    return next((one.pathname for one in areas if one.pathname.startswith("/")), "")


_SPECIAL = (
    ("[heap", "heap (brk)", HEAP), ("[stack", "stack", STACK), ("[vdso", "vdso", KERNEL),
    ("[vvar", "vdso", KERNEL), ("[vsyscall", "vsyscall", KERNEL),
)  # fmt: skip


def _what(area: maps.Area, program: str) -> tuple[str, str]:
    """Return the name and the kind of the region that an area belongs to."""
    path = area.pathname
    for start, name, kind in _SPECIAL:
        if path.startswith(start):
            return name, kind
    if not path.startswith("/"):
        return "anonymous", ANONYMOUS
    name = path.rsplit("/", 1)[-1]
    if path == program:
        return name, PROGRAM
    if ".so" in name:
        return "libraries", LIBRARY
    return "files", SHARED if area.is_shared else FILE


def _region(name: str, kind: str, areas: list[maps.Area], task: Task, count: bool) -> Region:
    pages = [one.size // mmap.PAGESIZE for one in areas]
    asked = count and kind != KERNEL and sum(pages) <= _MOST_PAGES
    found = None
    if asked:
        found = mmap.PAGESIZE * sum(
            pagemap.present(one.start, size, task) for one, size in zip(areas, pages, strict=True)
        )
    letters = "".join(c for c in "rwxps" if any(c in one.perms for one in areas))
    return Region(
        name, kind, areas[0].start, areas[-1].end, len(areas), sum(one.size for one in areas),
        found, letters,
    )  # fmt: skip
