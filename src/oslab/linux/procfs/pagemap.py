"""/proc/PID/pagemap: what stands behind each page of a process, eight bytes a page.

Whether a page is present everyone may ask of their own processes. Which frame it is in
only root learns (CAP_SYS_ADMIN): frames help attacks on the memory chips.
"""

from __future__ import annotations

import mmap
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from oslab.errors import InvalidInput, Unavailable, require, require_whole
from oslab.linux.procfs.fetch import PROC, Task, task_folder

_WORD = 8
_FRAME = (1 << 55) - 1
_CHUNK = 1 << 16
_MOST = 1 << 24


@dataclass(frozen=True, slots=True)
class Page:
    """One page of an address space.

    Args:
        present: in memory and mapped.
        swapped: in swap, or on its way between frames.
        file: of a file, or of memory that is shared.
        exclusive: mapped by this process alone; since Linux 4.2.
        soft_dirty: written since someone cleared the bit; 0 where the kernel keeps none.
        frame: number of the physical page; None if there is none, or it is not told.
    """

    present: bool
    swapped: bool
    file: bool
    exclusive: bool
    soft_dirty: bool
    frame: int | None


def parse(data: bytes) -> tuple[Page, ...]:
    """Return one Page for each eight bytes.

    >>> parse((1 << 63 | 42).to_bytes(8, "little"))[0].frame
    42

    Raises:
        InvalidInput: if it is not bytes, or no multiple of eight.

    Source: Documentation/admin-guide/mm/pagemap.rst.
    """
    ok = isinstance(data, bytes) and len(data) % _WORD == 0
    require(ok, "data", data, "bytes, eight for each page")
    return tuple(map(_page, _words(data)))


def read(address: int, pages: int = 1, task: Task = "self", proc: Path | str = PROC) -> tuple[
    Page, ...
]:  # fmt: skip
    """Return `parse` for `pages` pages from the one that holds `address` on.

    Beyond the end of the program's half of the addresses there is nothing to read, and
    the answer is shorter.

    Raises:
        InvalidInput: if there is no such task, or the numbers are out of range.
        Unavailable: if the file is not there, or not for us.
    """
    require_whole("address", address, 0, 2**63 - 1)
    require_whole("pages", pages, 1, _MOST)
    chunks = _chunks(task, proc, address // mmap.PAGESIZE, pages)
    return tuple(page for chunk in chunks for page in parse(chunk))


def present(address: int, pages: int, task: Task = "self", proc: Path | str = PROC) -> int:
    """Return how many of `pages` pages are in memory and mapped; needs no privilege.

    Raises:
        InvalidInput: if there is no such task, or the numbers are out of range.
        Unavailable: if the file is not there, or not for us.
    """
    require_whole("address", address, 0, 2**63 - 1)
    require_whole("pages", pages, 1, 1 << 30)
    chunks = _chunks(task, proc, address // mmap.PAGESIZE, pages)
    # The highest byte of a word holds the bit; slices keep the loop in C.
    return sum(len(c[7::8]) - len(c[7::8].translate(None, _HIGH)) for c in chunks)


_HIGH = bytes(range(0x80, 0x100))


def _chunks(task: Task, proc: Path | str, first: int, pages: int) -> Iterator[bytes]:
    place = task_folder(task, proc) / "pagemap"
    try:
        with place.open("rb", buffering=0) as file:
            file.seek(first * _WORD)
            left = pages
            while left > 0:
                found = file.read(min(left, _CHUNK) * _WORD)
                if not found:
                    return
                yield found
                left -= len(found) // _WORD
    except FileNotFoundError as error:
        if not place.parent.exists():
            raise InvalidInput("task", task, "a process or thread that exists") from error
        raise Unavailable(str(place), "Use a kernel with CONFIG_PROC_PAGE_MONITOR.") from error
    except (OSError, ValueError) as error:
        raise Unavailable(str(place), f"Ask about your own processes ({error}).") from error


def _words(data: bytes) -> Iterator[int]:
    words = array("Q")
    words.frombytes(data)
    return iter(words)


def _page(word: int) -> Page:
    here = bool(word >> 63)
    frame = word & _FRAME
    return Page(
        present=here,
        swapped=bool(word >> 62 & 1),
        file=bool(word >> 61 & 1),
        exclusive=bool(word >> 56 & 1),
        soft_dirty=bool(word >> 55 & 1),
        frame=frame if here and frame else None,
    )
