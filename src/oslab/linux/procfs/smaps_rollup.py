"""/proc/PID/smaps_rollup: what a process really has in memory, page by page, added up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from oslab.errors import InvalidInput
from oslab.linux.procfs.fetch import PROC, Task, task_text
from oslab.linux.procfs.words import named, parser, size


@dataclass(frozen=True, slots=True)
class SmapsRollup:
    """All in bytes; all 0 for a task without address space; None where the kernel does not tell.

    A page is *private* while exactly one process maps it and *shared* from two
    on, whatever the area's `p` or `s` says: right after fork every page of the
    parent is shared, and a write makes one private again.

    Args:
        rss: resident pages, each counted whole.
        pss: resident pages, each divided by how many processes map it.
        pss_dirty: the dirty part of `pss`; since Linux 6.0.
        pss_anon: the anonymous part of `pss`; since 5.3.
        pss_file: the part of files; since 5.3.
        pss_shmem: the part of shared memory; since 5.3.
        shared_clean: mapped by several, unchanged since it was read.
        shared_dirty: mapped by several, changed.
        private_clean: mapped by this process alone, unchanged.
        private_dirty: mapped by this process alone, changed.
        referenced: touched since someone last cleared the bits.
        anonymous: resident pages of no file.
        ksm: pages merged by content; newer kernels only.
        lazy_free: freed with MADV_FREE, not yet taken back.
        anon_huge_pages: `anonymous` in transparent huge pages.
        shmem_pmd_mapped: shared memory mapped by huge pages.
        file_pmd_mapped: files mapped by huge pages; since 5.4.
        shared_hugetlb: explicit huge pages, shared; not in `rss`.
        private_hugetlb: explicit huge pages, private; not in `rss`.
        swap: swapped out.
        swap_pss: swapped out, each page divided by how many have it.
        locked: locked in memory, as a share like `pss`.
    """

    rss: int = 0
    pss: int = 0
    pss_dirty: int | None = None
    pss_anon: int | None = None
    pss_file: int | None = None
    pss_shmem: int | None = None
    shared_clean: int = 0
    shared_dirty: int = 0
    private_clean: int = 0
    private_dirty: int = 0
    referenced: int = 0
    anonymous: int = 0
    ksm: int | None = None
    lazy_free: int = 0
    anon_huge_pages: int = 0
    shmem_pmd_mapped: int = 0
    file_pmd_mapped: int | None = None
    shared_hugetlb: int = 0
    private_hugetlb: int = 0
    swap: int = 0
    swap_pss: int = 0
    locked: int = 0

    @property
    def private(self) -> int:
        """What would come free if only this process ended (USS)."""
        return self.private_clean + self.private_dirty

    @property
    def shared(self) -> int:
        """What at least one other process maps too."""
        return self.shared_clean + self.shared_dirty


_NEEDED = {
    "rss": "Rss", "pss": "Pss", "shared_clean": "Shared_Clean", "shared_dirty": "Shared_Dirty",
    "private_clean": "Private_Clean", "private_dirty": "Private_Dirty",
    "referenced": "Referenced", "anonymous": "Anonymous", "lazy_free": "LazyFree",
    "anon_huge_pages": "AnonHugePages", "shmem_pmd_mapped": "ShmemPmdMapped",
    "shared_hugetlb": "Shared_Hugetlb", "private_hugetlb": "Private_Hugetlb",
    "swap": "Swap", "swap_pss": "SwapPss", "locked": "Locked",
}  # fmt: skip
_SINCE = {
    "pss_dirty": "Pss_Dirty", "pss_anon": "Pss_Anon", "pss_file": "Pss_File",
    "pss_shmem": "Pss_Shmem", "ksm": "KSM", "file_pmd_mapped": "FilePmdMapped",
}  # fmt: skip
_HEADER = re.compile(r"[0-9a-f]+-[0-9a-f]+ ---p 0+ 00:00 0 +\[rollup\]")


@parser("/proc/PID/smaps_rollup")
def parse(text: str) -> SmapsRollup:
    """Return the sums; an empty text is a task without address space.

    Raises:
        InvalidInput: if a line that every kernel since 4.14 writes is missing or damaged.

    Source: fs/proc/task_mmu.c, `__show_smap`; proc_pid_smaps(5).
    """
    if not text:
        return SmapsRollup()
    header, _, body = text.partition("\n")
    if _HEADER.fullmatch(header) is None:
        raise InvalidInput("text", text, "a line that ends in [rollup], then sizes")
    found = named(body)
    return SmapsRollup(
        **{key: size(found[name]) for key, name in _NEEDED.items()},
        **{key: size(found[name]) for key, name in _SINCE.items() if name in found},
    )


def read(task: Task = "self", proc: Path | str = PROC) -> SmapsRollup:
    """Return `parse` of one process's file; the kernel walks every page table for it.

    Raises:
        InvalidInput: if there is no such task.
        Unavailable: if its memory is none of our business, or the kernel is older than 4.14.
    """
    return parse(task_text(task, "smaps_rollup", proc))
