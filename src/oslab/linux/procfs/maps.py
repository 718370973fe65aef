"""/proc/PID/maps: the address space, one area a line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from oslab.errors import InvalidInput
from oslab.linux.procfs.fetch import PROC, Task, task_text
from oslab.linux.procfs.words import lines, parser


@dataclass(frozen=True, slots=True)
class Area:
    """One virtual memory area (the kernel's `vm_area_struct`).

    Args:
        start: first address.
        end: first address after it.
        perms: four letters: `r`, `w`, `x` or `-`, then `p` private (copy on write) or `s` shared.
        offset: where in the file it starts, in bytes.
        dev: `(major, minor)` of the file's device; `(0, 0)` for anonymous memory.
        inode: of the file; 0 for anonymous memory.
        pathname: the file, or `[heap]`, `[stack]`, `[vdso]`, `[anon:name]`, or empty.
    """

    start: int
    end: int
    perms: str
    offset: int
    dev: tuple[int, int]
    inode: int
    pathname: str

    @property
    def size(self) -> int:
        """Bytes of addresses, touched or not."""
        return self.end - self.start

    @property
    def is_shared(self) -> bool:
        """Whether a write is seen by everyone who maps the same thing."""
        return self.perms[3] == "s"

    @property
    def is_anonymous(self) -> bool:
        """Whether no file stands behind it."""
        return self.inode == 0 and not self.pathname.startswith("/")

    @property
    def is_deleted(self) -> bool:
        """Whether the file has no name any more."""
        return self.pathname.endswith(" (deleted)")


_LINE = re.compile(
    r"([0-9a-f]{1,16})-([0-9a-f]{1,16}) ([r-][w-][x-][ps]) ([0-9a-f]{1,16}) "
    r"([0-9a-f]{1,8}):([0-9a-f]{1,8}) ([0-9]{1,20})(?: +(.*))?",
    re.DOTALL,
)


@parser("/proc/PID/maps")
def parse(text: str) -> tuple[Area, ...]:
    r"""Return the areas in rising order; none for a task without address space.

    >>> [area] = parse("55d0-55e0 rw-p 00000000 00:00 0    [heap]\n")
    >>> area.size, area.pathname
    (16, '[heap]')

    Raises:
        InvalidInput: if a line is damaged.

    Source: fs/proc/task_mmu.c, `show_map_vma`; proc_pid_maps(5).
    """
    return tuple(_area(line) for line in lines(text))


def read(task: Task = "self", proc: Path | str = PROC) -> tuple[Area, ...]:
    """Return `parse` of one process's file.

    Raises:
        InvalidInput: if there is no such task.
        Unavailable: if its memory is none of our business.
    """
    return parse(task_text(task, "maps", proc))


def _area(line: str) -> Area:
    match = _LINE.fullmatch(line)
    if match is None:
        raise InvalidInput("line", line, "START-END PERMS OFFSET DEV INODE NAME")
    start, end, perms, offset, major, minor, inode, name = match.groups()
    first, after = int(start, 16), int(end, 16)
    if first >= after:
        raise InvalidInput("line", line, "an area of at least one byte")
    # A newline in the name of a file is written as \012, and no other byte is changed.
    name = (name or "").replace("\\012", "\n")
    return Area(
        first, after, perms, int(offset, 16), (int(major, 16), int(minor, 16)), int(inode), name
    )
