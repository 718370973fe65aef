"""What a measured question may need of a machine, each tried before the question is asked."""

from __future__ import annotations

import functools
import os
from pathlib import Path

from oslab.course.questions import CAPABILITIES
from oslab.errors import Unavailable, require, require_choice
from oslab.linux import cgroup, page_cache
from oslab.linux.capability import tools


def missing(name: str, folder: Path | None = None) -> str | None:
    """Return why this machine lacks a capability and what would help, or None if it is there.

    Args:
        name: one of `CAPABILITIES`.
        folder: where the files of the question will be made; for `disk_backed_folder`.
            Looked for if None.

    Raises:
        InvalidInput: if `name` is none of them, or `folder` no Path.
    """
    require_choice("name", name, CAPABILITIES)
    require(folder is None or isinstance(folder, Path), "folder", folder, "a folder, as a Path")
    if name == "disk_backed_folder":
        return _disk(folder)
    return _tried(name)


@functools.cache
def _tried(name: str) -> str | None:
    if name.startswith("cgroup_"):
        try:
            with cgroup.make(name.removeprefix("cgroup_")):
                return None
        except Unavailable as error:
            return str(error)
    if name == "two_cpus":
        cpus = len(os.sched_getaffinity(0))
        return None if cpus > 1 else "This needs two CPUs, and this process may use one."
    (found,) = {"c_compiler": tools.c_compiler, "numba": tools.numba, "psutil": tools.psutil}[
        name
    ]()
    return None if found.available else f"{found.name}: {found.reason}. {found.remedy}"


def _disk(folder: Path | None) -> str | None:
    try:
        if folder is None:
            with page_cache.folder_on_disk():
                return None
        probe = folder / ".oslab-probe"
        try:
            probe.write_bytes(bytes(page_cache.PAGE_BYTES))
            page_cache.drop(probe)
        finally:
            probe.unlink(missing_ok=True)
    except Unavailable as error:
        return str(error)
    except OSError as error:
        return f"no file can be made in {folder} ({error.strerror})"
    return None
