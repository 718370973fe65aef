"""/sys/kernel/mm/hugepages: pools of huge pages set aside for those who ask by name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from oslab.linux.procfs.words import count
from oslab.linux.sysfs.files import SYS, Files, listed, parser, texts, tree


@dataclass(frozen=True, slots=True)
class Pool:
    """Pages of one size.

    Args:
        nr: in the pool.
        free: of those, not in use; some of them may be promised.
        resv: promised to mappings and not yet touched; None for the pool of one node.
        surplus: beyond what the administrator asked for, lent while there is room.
    """

    nr: int
    free: int
    resv: int | None
    surplus: int


_NAMES = ("nr_hugepages", "free_hugepages", "resv_hugepages", "surplus_hugepages")
_FOLDER = re.compile(r"hugepages-([0-9]{1,12})kB")


@parser("/sys/kernel/mm/hugepages/hugepages-NkB")
def parse(files: Files) -> Pool:
    r"""Return one pool.

    >>> parse({"nr_hugepages": "4\n", "free_hugepages": "3\n", "surplus_hugepages": "0\n"})
    Pool(nr=4, free=3, resv=None, surplus=0)

    Raises:
        InvalidInput: if a file is missing or damaged.

    Source: Documentation/admin-guide/mm/hugetlbpage.rst.
    """
    return Pool(
        nr=count(files["nr_hugepages"].strip()),
        free=count(files["free_hugepages"].strip()),
        resv=count(files["resv_hugepages"].strip()) if "resv_hugepages" in files else None,
        surplus=count(files["surplus_hugepages"].strip()),
    )


def read(sys: Path | str = SYS) -> dict[int, Pool]:
    """Return the pools by page size in bytes; none where the kernel has no huge pages.

    Raises:
        InvalidInput: if `sys` is no path, or a file in it is damaged.
    """
    place = tree(sys, "kernel", "mm", "hugepages")
    found: dict[int, Pool] = {}
    for name in listed(place):
        match = _FOLDER.fullmatch(name)
        if match is not None:
            found[int(match[1]) * 1024] = parse(texts(place / name, _NAMES))
    return dict(sorted(found.items()))
