"""How much memory the kernel promises: the three modes of vm.overcommit_memory."""

from __future__ import annotations

from oslab.errors import require, require_number, require_whole
from oslab.memory.records.overcommit import ALWAYS, HEURISTIC, MODES, NEVER, Overcommit

_PAGES_IN_MIB = 256
_USER_RESERVE = 128 * _PAGES_IN_MIB
_ADMIN_RESERVE = 8 * _PAGES_IN_MIB
_MOST = 1 << 40


def commit_limit(ram: int, swap: int, ratio: int = 50, hugetlb: int = 0) -> int:
    """Return CommitLimit of /proc/meminfo, in the unit of `ram`; exact if that is pages.

    Args:
        ram: all memory that the kernel manages, MemTotal.
        swap: SwapTotal.
        ratio: `vm.overcommit_ratio` in percent, at least 0. It may exceed 100.
        hugetlb: set aside for hugetlbfs, 0 to `ram`.

    Raises:
        InvalidInput: if an argument is none of these.

    Source: mm/util.c, `vm_commit_limit` (while vm.overcommit_kbytes is 0).
    """
    require_whole("ram", ram, low=0, high=_MOST)
    require_whole("swap", swap, low=0, high=_MOST)
    require_whole("ratio", ratio, low=0, high=10_000)
    require_whole("hugetlb", hugetlb, low=0, high=ram)
    return (ram - hugetlb) * ratio // 100 + swap


def overcommit(
    mode: int = HEURISTIC, ram_gib: float = 8, swap_gib: float = 0, ratio: int = 50,
    committed_gib: float = 2, request_gib: float = 4, requests: int = 6, root: bool = False,
) -> Overcommit:  # fmt: skip
    """Return which of several equal requests of one process are granted; nothing is touched.

    Mode 0 refuses a single request that is larger than RAM and swap together,
    and looks at nothing else. Mode 1 refuses nothing. Mode 2 refuses what would
    bring the sum of all promises to the commit limit, less a reserve for root
    and one that keeps a single process from taking all.

    Args:
        mode: 0, 1 or 2.
        ram_gib: memory, above 0.
        swap_gib: swap space.
        ratio: `vm.overcommit_ratio` in percent; mode 2 only.
        committed_gib: promised to everybody beforehand (Committed_AS).
        request_gib: of each request, above 0.
        requests: 1 to 1000.
        root: whether the process has CAP_SYS_ADMIN, which needs no reserve.

    Raises:
        InvalidInput: if an argument is none of these.

    Source: mm/util.c, `__vm_enough_memory`; Documentation/mm/overcommit-accounting.rst.
    """
    ok = isinstance(mode, int) and not isinstance(mode, bool) and mode in MODES
    require(ok, "mode", mode, "0, 1 or 2")
    ram, request = _pages("ram_gib", ram_gib, 1), _pages("request_gib", request_gib, 1)
    swap, before = _pages("swap_gib", swap_gib, 0), _pages("committed_gib", committed_gib, 0)
    require_whole("ratio", ratio, low=0, high=10_000)
    require_whole("requests", requests, low=1, high=1000)
    require(isinstance(root, bool), "root", root, "True or False")
    limit = {
        HEURISTIC: ram + swap,
        ALWAYS: None,
        NEVER: commit_limit(ram, swap, ratio) - (0 if root else _ADMIN_RESERVE),
    }[mode]
    answers: list[bool] = []
    own = 0
    for _ in range(requests):
        if limit is None:
            granted = True
        elif mode == HEURISTIC:
            granted = request <= limit
        else:
            granted = before + own + request < limit - min(own // 32, _USER_RESERVE)
        answers.append(granted)
        own += request * granted
    return Overcommit(mode, ram, swap, before, request, tuple(answers), limit)


def _pages(name: str, gib: float, low: int) -> int:
    require_number(name, gib, low=0, high=1 << 20)
    pages = round(gib * 1024 * _PAGES_IN_MIB)
    require(pages >= low, name, gib, "at least a page of 4 KiB")
    return pages
