"""/sys/kernel/mm/transparent_hugepage: when the kernel gives huge pages unasked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from oslab.errors import Unavailable
from oslab.linux.procfs.words import choice, count
from oslab.linux.sysfs.files import SYS, Files, listed, parser, texts, tree

_OF_SIZE = "/enabled"


@dataclass(frozen=True, slots=True)
class TransparentHugepage:
    """The policy for memory that nobody asked to be huge.

    Args:
        enabled: `always`, `madvise` (only where a program asks by MADV_HUGEPAGE) or `never`.
        defrag: how hard a page fault tries to find room for one: `always`, `defer`,
            `defer+madvise`, `madvise` or `never`.
        shmem_enabled: for shared memory and tmpfs; None where the kernel has no say.
        pmd_bytes: the huge page that one page-table entry covers; None on kernels before 4.10.
        sizes: since Linux 6.8, the choice for each size in bytes; `inherit` follows `enabled`.
    """

    enabled: str
    defrag: str | None
    shmem_enabled: str | None
    pmd_bytes: int | None
    sizes: Mapping[int, str] = field(default_factory=dict)


@parser("/sys/kernel/mm/transparent_hugepage")
def parse(files: Files) -> TransparentHugepage:
    r"""Return the policy.

    >>> parse({"enabled": "always [madvise] never\n"}).enabled
    'madvise'

    Raises:
        InvalidInput: if `enabled` is missing, or a file is damaged.

    Source: Documentation/admin-guide/mm/transhuge.rst.
    """

    def chosen(name: str) -> str | None:
        return choice(files[name])[0] if name in files else None

    sizes = {
        _bytes(name.removesuffix(_OF_SIZE)): choice(text)[0]
        for name, text in files.items()
        if name.startswith("hugepages-") and name.endswith(_OF_SIZE)
    }
    return TransparentHugepage(
        enabled=choice(files["enabled"])[0],
        defrag=chosen("defrag"),
        shmem_enabled=chosen("shmem_enabled"),
        pmd_bytes=count(files["hpage_pmd_size"].strip()) if "hpage_pmd_size" in files else None,
        sizes=dict(sorted(sizes.items())),
    )


def read(sys: Path | str = SYS) -> TransparentHugepage:
    """Return `parse` of this machine's files.

    Raises:
        Unavailable: if the kernel was built without transparent huge pages.
    """
    place = tree(sys, "kernel", "mm", "transparent_hugepage")
    sizes = [name + _OF_SIZE for name in listed(place) if name.startswith("hugepages-")]
    files = texts(place, ("enabled", "defrag", "shmem_enabled", "hpage_pmd_size", *sizes))
    if not files:
        raise Unavailable(str(place), "This kernel was built without transparent huge pages.")
    return parse(files)


def _bytes(folder_name: str) -> int:
    return count(folder_name.removeprefix("hugepages-").removesuffix("kB")) * 1024
