"""A memory limit: files are evicted first, then swap fills, then the killer comes."""

from __future__ import annotations

from oslab.errors import require, require_whole
from oslab.memory.records.limit import MemoryLimit, Moment

_MOST = 1 << 16


def memory_limit(
    limit_mib: int = 64, grow_mib: int = 96, file_mib: int = 24, swap_mib: int = 0,
    hot: bool = True, base_mib: int = 1,
) -> MemoryLimit:  # fmt: skip
    """Return what a group does while its process touches one more MiB at every step.

    The group begins with `file_mib` of clean page cache. When it is full, the
    kernel evicts clean pages of files, which costs nothing now; then it swaps
    anonymous pages, as far as there is swap; and where neither is left it kills
    a process *of this group*, however much memory the machine has.

    If the file is hot, the process reads all of it at every step. Once it does
    not fit any more, each page is evicted just before its turn comes again, so
    all of the file is read again at every step: that is the pressure which PSI
    shows before the kill.

    Args:
        limit_mib: `memory.max`, 1 to 65,536.
        grow_mib: how far the process would grow, 1 to 65,536.
        file_mib: of page cache that the group begins with, 0 to 65,536.
        swap_mib: that the group may use.
        hot: whether the file is read at every step.
        base_mib: of kernel memory charged to the group, below the limit.

    Raises:
        InvalidInput: if an argument is none of these.

    Source: mm/memcontrol.c, `try_charge_memcg`, `mem_cgroup_out_of_memory`; mm/vmscan.c,
    `get_scan_count`, which balances the two kinds by cost where this model goes in order.
    """
    require_whole("limit_mib", limit_mib, low=1, high=_MOST)
    require_whole("grow_mib", grow_mib, low=1, high=_MOST)
    require_whole("file_mib", file_mib, low=0, high=_MOST)
    require_whole("swap_mib", swap_mib, low=0, high=_MOST)
    require(isinstance(hot, bool), "hot", hot, "True or False")
    require_whole("base_mib", base_mib, low=0, high=limit_mib - 1)
    room = limit_mib - base_mib
    file = min(file_mib, room)
    moments, killed = [], None
    for asked in range(grow_mib + 1):
        swapped = max(0, asked - room)
        if swapped > swap_mib:
            killed = asked
            break
        left = room - (asked - swapped)
        again = file_mib if hot and file_mib > left else 0
        file = min(file_mib, left) if hot else min(file, left)
        moments.append(Moment(asked - swapped, file, swapped, again))
    return MemoryLimit(
        limit_mib, base_mib, file_mib if hot else 0, swap_mib, tuple(moments), killed
    )
