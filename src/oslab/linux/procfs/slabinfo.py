"""/proc/slabinfo: the kernel's own objects, by kind, and the pages they lie in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from oslab.errors import InvalidInput, Unavailable
from oslab.linux.procfs.fetch import PROC, folder, system_text
from oslab.linux.procfs.words import count, lines, parser

_ALLOWED = "NAME, five counts, ': tunables', three, ': slabdata' and three"


@dataclass(frozen=True, slots=True)
class SlabCache:
    """One cache of objects of one size.

    Args:
        name: such as `"vm_area_struct"`; merged caches share the name of one of them.
        active_objects: in use, as far as the kernel counts: objects that lie free
            in a CPU's own slab are taken for used.
        objects: places for objects, used or free.
        object_bytes: of one place, alignment included.
        objects_per_slab: places in one slab.
        pages_per_slab: pages of one slab, a power of two.
        slabs: all of them.
    """

    name: str
    active_objects: int
    objects: int
    object_bytes: int
    objects_per_slab: int
    pages_per_slab: int
    slabs: int


@parser("/proc/slabinfo")
def parse(text: str) -> dict[str, SlabCache]:
    r"""Return the caches by their name.

    Raises:
        InvalidInput: if the version is not 2.x, a line is damaged or a name comes twice.

    Source: mm/slab_common.c, `cache_show`; slabinfo(5).
    """
    header, *rest = lines(text)
    if not header.startswith("slabinfo - version: 2."):
        raise InvalidInput("header", header, "slabinfo - version: 2.x")
    found: dict[str, SlabCache] = {}
    for line in rest:
        if line.startswith("# name "):
            continue
        cache = _cache(line)
        if cache.name in found:
            raise InvalidInput("line", line, "each cache once")
        found[cache.name] = cache
    return found


def read(proc: Path | str = PROC) -> dict[str, SlabCache]:
    """Return `parse` of this machine's file.

    Raises:
        Unavailable: if it is not for this user, or the kernel has none.
    """
    place = folder("proc", proc) / "slabinfo"
    try:
        return parse(system_text(place))
    except Unavailable as error:
        if isinstance(error.__cause__, PermissionError):
            raise Unavailable(str(place), "Only root may read it.") from error
        raise


def _cache(line: str) -> SlabCache:
    # A name may hold blanks; what follows it may not.
    words = line.rsplit(maxsplit=15)
    marks = (words[6:8], words[11:13]) if len(words) == 16 else ()
    if marks != ([":", "tunables"], [":", "slabdata"]):
        raise InvalidInput("line", line, _ALLOWED)
    active, objects, size, per_slab, pages = map(count, words[1:6])
    _, slabs, _ = map(count, words[13:16])
    return SlabCache(words[0], active, objects, size, per_slab, pages, slabs)
