"""The kernel's own count of faults and private pages after fork."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import struct
import warnings
from collections.abc import Callable
from typing import NoReturn

from oslab.errors import Unavailable
from oslab.linux import memory
from oslab.linux.procfs import smaps_rollup
from oslab.processes.model.copy_on_write import copy_on_write as predicted
from oslab.processes.records.copy_on_write import (
    BOTH,
    CHILD,
    PAGES_IN_HUGE_PAGE,
    PARENT,
    CopyOnWrite,
    Writing,
)

_REPORT = struct.Struct("<qqq")
_MOST_PAGES = 1 << 18


def copy_on_write(
    *, pages: int = 4096, written: int = 1024, writer: str = CHILD, huge: bool = False
) -> CopyOnWrite:
    """Fork a parent with `pages` pages, write the first `written`, and return what that took.

    Faults are `ru_minflt` of the writer; copied pages are the growth of its
    `Private_Dirty`, split huge pages the fall of its `AnonHugePages`, both from
    `smaps_rollup`. Where a second writer meets huge pages `smaps` counts a page
    the other gave up as private before it is copied, so there the frames
    themselves are compared (`pagemap`). The parent is a fresh child of this process. Both rehearse
    once before they count, so that the interpreter's own pages, a few hundred
    otherwise, are its own by then; some three to ten pages of noise remain.

    Args:
        pages: of 4 KiB, 1 to 2**18 (1 GiB).
        written: 0 to `pages`.
        writer: `"child"`, `"parent"` or `"child, then parent"`.
        huge: whether to ask for huge pages; `pages` is then a multiple of 512.

    Raises:
        InvalidInput: as the model does.
        Unavailable: if huge pages are off or not to be had, memory is short, or
            frames are needed and not for this user to see.

    Source: getrusage(2); proc_pid_smaps(5); proc_pid_pagemap(5).
    """
    predicted(pages, written, writer, huge)
    if pages > _MOST_PAGES:
        raise Unavailable(f"{pages} pages for this", f"Ask for at most {_MOST_PAGES}.")
    kind = memory.HUGE if huge else memory.ANONYMOUS
    with memory.area(pages * memory.PAGE_BYTES, kind) as area:
        counts = _told_by_child(lambda: _parent(area, written, writer, huge))
    names = {CHILD: (CHILD,), PARENT: (PARENT,), BOTH: (CHILD, PARENT)}[writer]
    writings = tuple(Writing(who, *count) for who, count in zip(names, counts, strict=True))
    return CopyOnWrite(pages, written, huge, writings)


Count = tuple[int, int, int]


def _parent(area: memory.Area, written: int, writer: str, huge: bool) -> list[Count]:
    """Be the parent: touch everything, fork a child that lives on, let the writers write."""
    area.write()
    if huge and smaps_rollup.read().anon_huge_pages < area.pages * memory.PAGE_BYTES:
        raise Unavailable("enough free huge pages", "Ask for less, or free memory.")
    _write(area, 0)
    done, go_on = os.pipe(), os.pipe()
    child = _fork()
    if child == 0:
        os.close(go_on[1])
        _child(area, written if writer != PARENT else 0, done[1], go_on[0])
    os.close(done[1])
    try:
        report = os.read(done[0], _REPORT.size)
        if len(report) < _REPORT.size:
            raise Unavailable("the child's report", "Try again with fewer pages.")
        counts = [_REPORT.unpack(report)] if writer != PARENT else []
        if writer != CHILD:
            _write(area, 0)
            counts.append(_write(area, written, frames=huge and writer == BOTH))
    finally:
        os.close(go_on[1])
        os.waitpid(child, 0)
    return counts


def _child(area: memory.Area, written: int, done: int, go_on: int) -> NoReturn:
    """Write, report, and stay alive until the parent has done its part."""
    try:
        _write(area, 0)
        os.write(done, _REPORT.pack(*_write(area, written)))
        os.read(go_on, 1)
    finally:
        os._exit(0)


def _write(area: memory.Area, written: int, frames: bool = False) -> Count:
    """Return faults, pages copied and huge pages split by writing the first pages."""
    old = area.frames() if frames else ()
    before = smaps_rollup.read()
    start = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    area.write(pages=written, value=2)
    faults = resource.getrusage(resource.RUSAGE_SELF).ru_minflt - start
    after = smaps_rollup.read()
    private = (after.private_dirty - before.private_dirty) // memory.PAGE_BYTES
    if frames:
        private = sum(was != now for was, now in zip(old, area.frames(), strict=True))
    huge = (before.anon_huge_pages - after.anon_huge_pages) // memory.PAGE_BYTES
    return faults, max(0, private), max(0, huge // PAGES_IN_HUGE_PAGE)


def _told_by_child(work: Callable[[], list[Count]]) -> list[Count]:
    """Run `work` in a child of one thread and return what it returned."""
    reading, writing = os.pipe()
    child = _fork()
    if child == 0:
        os.close(reading)
        _tell(work, writing)
    try:
        os.close(writing)
        text = b"".join(iter(lambda: os.read(reading, 4096), b""))
    except BaseException:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        raise
    finally:
        os.close(reading)
        os.waitpid(child, 0)
    if not text or text.startswith(b"!"):
        what = text[1:].decode() or "memory for it"
        raise Unavailable(what, "Ask for fewer pages, or free memory.")
    return list(_REPORT.iter_unpack(text[1:]))


def _tell(work: Callable[[], list[Count]], writing: int) -> NoReturn:
    try:
        os.write(writing, b"=" + b"".join(_REPORT.pack(*count) for count in work()))
    except Unavailable as cannot:
        os.write(writing, b"!" + cannot.what.encode())
    finally:
        os._exit(0)


def _fork() -> int:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()
