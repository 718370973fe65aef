"""The reader's own program under a memory limit: the faults that the kernel counts."""

from __future__ import annotations

import mmap
import os
from collections.abc import Sequence
from pathlib import Path
from resource import struct_rusage

from oslab import machine, timing
from oslab.errors import require, require_choice, require_whole
from oslab.linux import cgroup, limited, page_cache
from oslab.measurement import Measurement
from oslab.replacement.measure import program

ADVICE = ("random", "none")
_SECTORS = page_cache.PAGE_BYTES // 512
_SLACK_PAGES = 64


def under_limit(
    command: Sequence[str], files: Sequence[str | Path], *,
    frames: Sequence[int] = (2_000,), advice: str = "random", timeout_s: float = 120,
    progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Run a program in a memory group that leaves about `frames` pages to its files.

    First it runs without a limit, which tells what it needs besides: the interpreter's
    memory and the kernel's for it. Then, for each of `frames`, with that much more. The
    files are cold each time. With advice `"random"` the recorder, loaded without a log,
    gives MADV_RANDOM to its mappings of the files and POSIX_FADV_RANDOM to its reads, so
    that a miss is one page.

    Known workload: with as many frames as pages each page is fetched once. Cross-check:
    major faults of a mapped program against sectors read. Overhead: none while it runs.

    Args:
        command: its words.
        files: 1 to 16 data files that it reads.
        frames: pages to leave, each 100 to 2**24.
        advice: `"random"`, or `"none"` to leave it to the kernel and the program.
        timeout_s: seconds after which a run is killed.
        progress: told after every run.

    Returns:
        Pages fetched, one measurement a size; conditions `asked` and `frames` (the most pages
        of files that the group was seen to hold), `major` and `advice`.

    Raises:
        InvalidInput: if an argument has no meaning.
        Unavailable: without a C compiler or the right to make memory groups; if the program
            does not end well, or needs more than the limit.

    Source: wait4(2), `ru_inblock`; Documentation/admin-guide/cgroup-v1/memory.rst.
    """
    words, paths = program.checked(command, files)
    ok = isinstance(frames, tuple | list) and len(frames) > 0
    require(ok, "frames", frames, "a list of numbers of pages")
    for one in frames:
        require_whole("frames", one, 100, 1 << 24)
    require_choice("advice", advice, ADVICE)
    timing.require_progress(progress)
    taken = []
    besides = _run(words, paths, None, advice, timeout_s)[1][limited.OTHER]
    for done, one in enumerate(frames):
        limit = (one + besides + _SLACK_PAGES) * page_cache.PAGE_BYTES
        used, held = _run(words, paths, limit, advice, timeout_s)
        taken.append(
            Measurement(
                name=f"pages fetched with {one:,} frames",
                samples=(used.ru_inblock // _SECTORS,),
                unit="pages",
                method="The whole program in a memory group, its files cold.",
                machine=machine.this_machine(),
                conditions={
                    "asked": one, "frames": held[limited.FILE], "major": used.ru_majflt,
                    "advice": advice,
                },
            )
        )  # fmt: skip
        if progress:
            progress(done + 1, len(frames))
    return tuple(taken)


def _run(
    words: Sequence[str], paths: Sequence[Path], limit: int | None, advice: str, timeout_s: float
) -> tuple[struct_rusage, dict[str, int]]:
    settings = {"FILES": "\n".join(map(str, paths))}
    if advice == "random":
        settings["MADVISE"] = str(mmap.MADV_RANDOM)
        settings["FADVISE"] = str(os.POSIX_FADV_RANDOM)
    for path in paths:
        page_cache.drop(path)
    most = {limited.FILE: 0, limited.OTHER: 0}
    with cgroup.make("memory") as group:
        if limit is not None:
            group.limit(memory_bytes=limit)

        def look() -> None:
            now = limited.held(*group.directories["memory"])
            most.update({name: max(most[name], count) for name, count in now.items()})

        used = program.run(words, settings, group=group, timeout_s=timeout_s, look=look)
    return used, most
