"""/proc/PID/numa_maps: on which NUMA node each area's pages are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from oslab.errors import InvalidInput
from oslab.linux.procfs.fetch import PROC, Task, task_text
from oslab.linux.procfs.words import count, lines, parser


@dataclass(frozen=True, slots=True)
class NumaArea:
    """One area of the address space; counts are resident pages of `page_bytes` each.

    Args:
        start: first address, as in `maps`.
        policy: `default`, `bind:0`, `interleave:0-1`, `prefer:1`, `local`, ...
        pathname: the file, or empty.
        is_heap: the area that `brk` grows.
        is_stack: the main thread's stack.
        is_huge: explicit huge pages.
        nodes: pages on each node; nodes without pages are left out.
        anon: pages of no file.
        dirty: changed pages.
        mapped: pages of files.
        mapmax: most processes that map one page of it; 1 where the kernel prints nothing.
        swapcache: pages that are also in swap.
        active: pages on the active list; None means all of them.
        writeback: pages on their way to the storage.
        page_bytes: size the kernel counts in; None on kernels before 3.13.
    """

    start: int
    policy: str
    pathname: str
    is_heap: bool
    is_stack: bool
    is_huge: bool
    nodes: Mapping[int, int] = field(default_factory=dict)
    anon: int = 0
    dirty: int = 0
    mapped: int = 0
    mapmax: int = 1
    swapcache: int = 0
    active: int | None = None
    writeback: int = 0
    page_bytes: int | None = None


_LINE = re.compile(
    r"([0-9a-f]{1,16}) "
    r"([a-z]+(?: \(many\)| interleave)?(?:=[a-z|]+)?(?::[0-9,-]+)?)((?: [^ ]+)*)"
)
_ESCAPE = re.compile(r"\\([0-7]{3})")
_COUNTS = ("anon", "dirty", "mapped", "mapmax", "swapcache", "active", "writeback")


@parser("/proc/PID/numa_maps")
def parse(text: str) -> tuple[NumaArea, ...]:
    r"""Return the areas in rising order; none for a task without address space.

    >>> parse("7f00 default anon=3 dirty=3 N0=1 N1=2 kernelpagesize_kB=4\n")[0].nodes
    {0: 1, 1: 2}

    Raises:
        InvalidInput: if a line is damaged.

    Source: fs/proc/task_mmu.c, `show_numa_map`; numa(7).
    """
    return tuple(_area(line) for line in lines(text))


def read(task: Task = "self", proc: Path | str = PROC) -> tuple[NumaArea, ...]:
    """Return `parse` of one process's file; the kernel walks every page table for it.

    Raises:
        InvalidInput: if there is no such task.
        Unavailable: if its memory is none of our business, or the kernel knows no NUMA.
    """
    return parse(task_text(task, "numa_maps", proc))


def bytes_on_nodes(areas: tuple[NumaArea, ...]) -> dict[int, int]:
    """Return bytes on each node, of all `areas` together.

    Raises:
        InvalidInput: if `areas` are not areas, or the kernel did not print their page size.
    """
    total: dict[int, int] = {}
    for area in areas if isinstance(areas, tuple) else (areas,):
        if not isinstance(area, NumaArea) or (area.nodes and area.page_bytes is None):
            raise InvalidInput("areas", area, "areas with a page size, as parse returns them")
        for node, pages in area.nodes.items():
            total[node] = total.get(node, 0) + pages * (area.page_bytes or 0)
    return dict(sorted(total.items()))


def _area(line: str) -> NumaArea:
    match = _LINE.fullmatch(line)
    if match is None:
        raise InvalidInput("line", line, "START POLICY WORDS...")
    start, policy, rest = match.groups()
    words = rest.split(" ")[1:]
    pairs = dict(word.partition("=")[::2] for word in words if "=" in word)
    flags = {word for word in words if "=" not in word}
    path = pairs.pop("file", "")
    page = pairs.pop("kernelpagesize_kB", None)
    counts = {name: count(pairs.pop(name)) for name in _COUNTS if name in pairs}
    nodes = {_node(name): count(value) for name, value in pairs.items()}
    if not flags <= {"heap", "stack", "huge"}:
        raise InvalidInput("line", line, "flags heap, stack or huge")
    return NumaArea(
        start=int(start, 16),
        policy=policy,
        pathname=_ESCAPE.sub(lambda found: chr(int(found[1], 8)), path),
        is_heap="heap" in flags,
        is_stack="stack" in flags,
        is_huge="huge" in flags,
        nodes=nodes,
        page_bytes=count(page) * 1024 if page is not None else None,
        **counts,
    )


def _node(name: str) -> int:
    if not name.startswith("N"):
        raise InvalidInput("name", name, "N and the number of a node")
    return count(name[1:])
