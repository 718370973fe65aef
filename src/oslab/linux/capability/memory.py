"""What this process may learn about, and ask for, in its own memory."""

from __future__ import annotations

import ctypes
import errno
import mmap
import os
import struct
from pathlib import Path

from oslab.errors import require
from oslab.linux.capability.outcome import Capability, found, missing

PROC, SYS = Path("/proc"), Path("/sys")

_MAP_HUGETLB = 0x40000
_FRAME = (1 << 55) - 1
_PRESENT = 1 << 63


def pagemap_frames(proc: Path = PROC) -> tuple[Capability, ...]:
    """Read the frame number of a page this process has just touched.

    Raises:
        InvalidInput: if `proc` is no Path.

    Source: Documentation/admin-guide/mm/pagemap.rst: without CAP_SYS_ADMIN frames read as 0.
    """
    require(isinstance(proc, Path), "proc", proc, "a directory, as a Path")
    name = "pagemap frames"
    page = mmap.mmap(-1, mmap.PAGESIZE)
    try:
        page[0] = 1
        address = _address(page)
        with (proc / "self" / "pagemap").open("rb") as file:
            file.seek(address // mmap.PAGESIZE * 8)
            entry = int(struct.unpack("=Q", file.read(8))[0])
    except (OSError, ValueError, struct.error) as error:
        reason = error if isinstance(error, OSError) else "the entry cannot be read"
        return missing(name, reason, "Mount /proc of this process; run as root.")
    finally:
        page.close()
    if entry & _PRESENT and entry & _FRAME:
        return found(name, "a touched page shows its frame")
    return missing(name, "the kernel shows 0 for every frame", "Run as root (CAP_SYS_ADMIN).")


def transparent_huge_pages(proc: Path = PROC, sys: Path = SYS) -> tuple[Capability, ...]:
    """Ask for a huge page by `madvise`, touch it, and look whether it came.

    Raises:
        InvalidInput: if `proc` or `sys` is no Path.

    Source: Documentation/admin-guide/mm/transhuge.rst.
    """
    for argument, value in (("proc", proc), ("sys", sys)):
        require(isinstance(value, Path), argument, value, "a directory, as a Path")
    name = "transparent huge pages"
    try:
        folder = sys / "kernel" / "mm" / "transparent_hugepage"
        mode = (folder / "enabled").read_text().strip()
        size = int((folder / "hpage_pmd_size").read_text())
        if "[never]" in mode:
            remedy = "As root: echo madvise > /sys/kernel/mm/transparent_hugepage/enabled"
            return missing(name, f"the setting is: {mode}", remedy)
        huge = _huge_bytes(proc, size)
    except (OSError, ValueError, OverflowError) as error:
        reason = error if isinstance(error, OSError) else f"no such setting ({error})"
        return missing(name, reason, "Use a kernel with CONFIG_TRANSPARENT_HUGEPAGE.")
    if huge == 0:
        remedy = "Free some memory, or as root: echo 1 > /proc/sys/vm/compact_memory"
        return missing(name, "asked for one and got small pages", remedy)
    return found(name, f"one of {size >> 20} MiB came; the setting is: {mode}")


def huge_page_pool(proc: Path = PROC) -> tuple[Capability, ...]:
    """Map one page of the pool that is set aside for huge pages, without touching it.

    Raises:
        InvalidInput: if `proc` is no Path.

    Source: Documentation/admin-guide/mm/hugetlbpage.rst.
    """
    require(isinstance(proc, Path), "proc", proc, "a directory, as a Path")
    name = "huge page pool"
    remedy = "As root: echo 64 > /proc/sys/vm/nr_hugepages"
    try:
        size = _pool_page_bytes((proc / "meminfo").read_text())
        flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | _MAP_HUGETLB
        mmap.mmap(-1, size, flags=flags).close()
    except OSError as error:
        empty = error.errno == errno.ENOMEM
        return missing(name, "the pool is empty" if empty else error, remedy)
    except (ValueError, OverflowError):
        return missing(name, "this kernel has no pools", "Use one with CONFIG_HUGETLBFS.")
    return found(name, f"a page of {size >> 20} MiB could be mapped")


def clear_refs(proc: Path = PROC) -> tuple[Capability, ...]:
    """Open the file that clears this process's referenced bits; nothing is written to it.

    Raises:
        InvalidInput: if `proc` is no Path.

    Source: Documentation/filesystems/proc.rst, "/proc/PID/clear_refs".
    """
    require(isinstance(proc, Path), "proc", proc, "a directory, as a Path")
    name = "clearing referenced bits"
    try:
        os.close(os.open(proc / "self" / "clear_refs", os.O_WRONLY))
    except (OSError, ValueError) as error:
        reason = error if isinstance(error, OSError) else "no such file"
        return missing(name, reason, "Use a kernel with CONFIG_PROC_PAGE_MONITOR.")
    return found(name, "the file can be opened for writing")


def _huge_bytes(proc: Path, size: int) -> int:
    """Return how much of a fresh aligned area of `size` bytes became a huge page."""
    if not mmap.PAGESIZE < size <= 1 << 29:
        return 0
    area = mmap.mmap(-1, 2 * size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    try:
        start = _address(area)
        offset = -start % size
        area.madvise(mmap.MADV_HUGEPAGE, offset, size)
        area[offset] = 1
        return _smaps_bytes((proc / "self" / "smaps").read_text(), start + offset)
    finally:
        area.close()


def _smaps_bytes(text: str, address: int) -> int:
    """Return AnonHugePages of the mapping that holds `address`, in bytes."""
    inside = False
    for line in text.splitlines():
        first, _, rest = line.partition(" ")
        if "-" in first and not first.endswith(":"):
            low, high = (int(edge, 16) for edge in first.split("-"))
            inside = low <= address < high
        elif inside and first == "AnonHugePages:":
            return int(rest.split()[0]) * 1024
    return 0


def _pool_page_bytes(meminfo: str) -> int:
    for line in meminfo.splitlines():
        if line.startswith("Hugepagesize:"):
            return int(line.split()[1]) * 1024
    raise ValueError("no Hugepagesize")


def _address(area: mmap.mmap) -> int:
    # The exported buffer must be gone before the mapping can be closed.
    return ctypes.addressof(ctypes.c_char.from_buffer(area))
