"""/proc/buddyinfo: how many free blocks of each size a zone has."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from oslab.errors import InvalidInput
from oslab.linux.procfs.fetch import PROC, folder, system_text
from oslab.linux.procfs.words import count, lines, parser


@dataclass(frozen=True, slots=True)
class FreeBlocks:
    """Free blocks of one zone of one node.

    Args:
        node: its number.
        zone: `"DMA32"`, `"Normal"`, ...
        counts: of free blocks, by order: `counts[k]` have 2**k pages each.
    """

    node: int
    zone: str
    counts: tuple[int, ...]


@parser("/proc/buddyinfo")
def parse(text: str) -> tuple[FreeBlocks, ...]:
    r"""Return one record a zone, in the order of the file.

    Pages that wait in a CPU's own list (`pcp`) are not in it.

    >>> parse("Node 0, zone   Normal      3      1      2 \n")
    (FreeBlocks(node=0, zone='Normal', counts=(3, 1, 2)),)

    Raises:
        InvalidInput: if there is no line, one is damaged, a zone comes twice, or
            zones differ in their number of orders.

    Source: mm/vmstat.c, `frag_show_print`.
    """
    found = tuple(_zone(line) for line in lines(text))
    names = {(one.node, one.zone) for one in found}
    orders = {len(one.counts) for one in found}
    if len(names) != len(found) or len(orders) != 1:
        raise InvalidInput("text", text, "the text of /proc/buddyinfo, each zone once")
    return found


def read(proc: Path | str = PROC) -> tuple[FreeBlocks, ...]:
    """Return `parse` of this machine's file.

    Raises:
        Unavailable: if /proc is not mounted, or the file is not for this user.
    """
    return parse(system_text(folder("proc", proc) / "buddyinfo"))


def _zone(line: str) -> FreeBlocks:
    words = line.split()
    node, comma, rest = (words[1] if len(words) > 4 else "").partition(",")
    if not comma or rest or words[0] != "Node" or words[2] != "zone":
        raise InvalidInput("line", line, "Node 0, zone NAME and a count for each order")
    return FreeBlocks(count(node), words[3], tuple(map(count, words[4:])))
