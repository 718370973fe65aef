"""/proc/kpageflags and /proc/kpagecount: what the kernel knows of a physical page; root only."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path

from oslab.errors import Unavailable, require, require_whole
from oslab.linux.procfs.fetch import PROC, folder

FLAGS: Mapping[int, str] = {
    0: "LOCKED", 1: "ERROR", 2: "REFERENCED", 3: "UPTODATE", 4: "DIRTY", 5: "LRU", 6: "ACTIVE",
    7: "SLAB", 8: "WRITEBACK", 9: "RECLAIM", 10: "BUDDY", 11: "MMAP", 12: "ANON",
    13: "SWAPCACHE", 14: "SWAPBACKED", 15: "COMPOUND_HEAD", 16: "COMPOUND_TAIL", 17: "HUGE",
    18: "UNEVICTABLE", 19: "HWPOISON", 20: "NOPAGE", 21: "KSM", 22: "THP", 23: "OFFLINE",
    24: "ZERO_PAGE", 25: "IDLE", 26: "PGTABLE",
}  # fmt: skip
"""Bit to name. Source: include/uapi/linux/kernel-page-flags.h. Higher bits are the kernel's own."""

_WORD = struct.Struct("=Q")


def parse(data: bytes) -> tuple[str, ...]:
    """Return the names of the flags of one page that are set, lowest bit first.

    >>> parse((1 << 11 | 1 << 12).to_bytes(8, "little"))
    ('MMAP', 'ANON')

    Raises:
        InvalidInput: if it is not eight bytes.
    """
    ok = isinstance(data, bytes) and len(data) == _WORD.size
    require(ok, "data", data, "eight bytes")
    (word,) = _WORD.unpack(data)
    return tuple(name for bit, name in FLAGS.items() if word >> bit & 1)


def flags(frame: int, proc: Path | str = PROC) -> tuple[str, ...]:
    """Return the flags of a physical page.

    Raises:
        InvalidInput: if `frame` is out of range.
        Unavailable: for everyone but root.
    """
    return parse(_word(frame, "kpageflags", proc))


def count(frame: int, proc: Path | str = PROC) -> int:
    """Return how many page-table entries map a physical page.

    Raises:
        InvalidInput: if `frame` is out of range.
        Unavailable: for everyone but root.
    """
    return int(_WORD.unpack(_word(frame, "kpagecount", proc))[0])


def _word(frame: int, name: str, proc: Path | str) -> bytes:
    require_whole("frame", frame, 0, (1 << 52) - 1)
    place = folder("proc", proc) / name
    try:
        with place.open("rb", buffering=0) as file:
            file.seek(frame * _WORD.size)
            found = file.read(_WORD.size)
    except (OSError, ValueError) as error:
        raise Unavailable(str(place), f"Run as root ({error}).") from error
    if len(found) < _WORD.size:
        raise Unavailable(f"physical page {frame:#x}", "Ask for one that this machine has.")
    return found
