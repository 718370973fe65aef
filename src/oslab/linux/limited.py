"""A piece of work in a forked child, inside a memory group of its own, and what it held.

The child starts with this process's memory shared by copy-on-write, so almost nothing is
charged to its group but what the work itself brings in: file pages above all.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path

from oslab.errors import Unavailable, require, require_whole
from oslab.linux import cgroup, cgroup_parent
from oslab.linux.cgroup_statistics import parse_flat

PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
SMALLEST_BYTES = 4 << 20
FILE, OTHER = "file_pages", "other_pages"


def run(work: Callable[[], Mapping[str, int]], memory_bytes: int | None) -> dict[str, int]:
    """Return what `work` counted, with the pages that its group held at the end.

    Args:
        work: runs in the child; what it changes is lost, what it returns is not.
        memory_bytes: of the group, at least 4 MiB; None is no limit.

    Returns:
        The work's numbers with `file_pages` and `other_pages` added.

    Raises:
        InvalidInput: if an argument has no meaning.
        Unavailable: without the right to make groups, or if the child did not live to tell.
    """
    require(callable(work), "work", work, "a function of no arguments")
    if memory_bytes is not None:
        require_whole("memory_bytes", memory_bytes, SMALLEST_BYTES, 1 << 50)
    with cgroup.make("memory") as group:
        if memory_bytes is not None:
            group.limit(memory_bytes=memory_bytes)
        directory, version = group.directories["memory"]
        text = _told(lambda: {**work(), **held(directory, version)}, group)
    if not text or text.startswith("!"):
        raise Unavailable(text[1:] or "enough memory in the group", "Ask for a larger limit.")
    return {str(key): int(value) for key, value in json.loads(text).items()}


def held(directory: Path, version: int) -> dict[str, int]:
    """Return the pages of files, and all the others, that a group is charged for now.

    Args:
        directory: of the group.
        version: 1 or 2.

    Raises:
        InvalidInput: if an argument has no meaning.
        Unavailable: if there is no such group.

    Source: Documentation/admin-guide/cgroup-v1/memory.rst, 5.2; cgroup-v2.rst.
    """
    require(isinstance(directory, Path), "directory", directory, "a directory, as a Path")
    require_whole("version", version, 1, 2)
    try:
        stat = parse_flat((directory / "memory.stat").read_text())
        usage = "memory.usage_in_bytes" if version == 1 else "memory.current"
        used = int((directory / usage).read_text())
    except (OSError, ValueError) as error:
        raise Unavailable("the statistics of a memory group", cgroup_parent.REMEDY) from error
    file = stat.get("cache" if version == 1 else "file", 0)
    return {FILE: file // PAGE_BYTES, OTHER: max(0, used - file) // PAGE_BYTES}


def _told(work: Callable[[], Mapping[str, int]], group: cgroup.Group) -> str:
    told, telling = os.pipe()
    begun, begin = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        # It waits until it is in the group, so that all it brings in is charged there.
        with contextlib.suppress(BaseException):
            os.close(begin)
            os.read(begun, 1)
            os.write(telling, _answer(work))
        os._exit(0)
    try:
        os.close(telling)
        os.close(begun)
        group.join(child)
        os.write(begin, b".")
        return b"".join(iter(lambda: os.read(told, 4096), b"")).decode()
    except BaseException:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        raise
    finally:
        os.close(told)
        os.close(begin)
        os.waitpid(child, 0)


def _answer(work: Callable[[], Mapping[str, int]]) -> bytes:
    try:
        return json.dumps(dict(work())).encode()
    except Exception as error:
        return f"!{error}".encode()
