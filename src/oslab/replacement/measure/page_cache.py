"""The kernel's page cache as a replacement policy: its misses under a memory limit."""

from __future__ import annotations

import mmap
import os
import random
import resource
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import accumulate
from pathlib import Path

from oslab import machine, timing
from oslab.errors import Unavailable, require, require_choice, require_choices, require_whole
from oslab.linux import limited
from oslab.linux import page_cache as linux
from oslab.linux.procfs import io
from oslab.measurement import Measurement
from oslab.replacement.fast import faults
from oslab.replacement.policies import Policy

ACCESS = ("mapped", "read")
SCENES = ("zipf", "uniform", "loop", "hot and scan")
_SIZE = linux.PAGE_BYTES
_CHUNK_PAGES = 256
FILE_PAGES, NEAR_PAGES = 16_384, 6_144
"""Of the file; and the pages that fit about into the default limit of 24 MiB."""


def page_cache(
    *, scenes: Sequence[str] = SCENES, access: Sequence[str] = ACCESS, count: int = 60_000,
    limit_mib: int = 24, progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Touch the pages of a file in a small memory group, and count what had to be fetched.

    Read-ahead is switched off, so that one miss is one page: for a mapping by
    MADV_RANDOM, for `read` by POSIX_FADV_RANDOM. Misses are pages from the device
    (`read_bytes` of `/proc/self/io`); in a mapping they are the major faults too. How many
    frames there were is known at the end: the file's pages that the group then holds.

    Known workload: a file that fits misses every page once. Cross-check: major faults of
    mapped runs are the misses, by another counter. Overhead: some 150 pages of the child
    itself, charged to the group and not counted as frames.

    Args:
        scenes: some of `"zipf"`, `"uniform"`, `"loop"` (over a quarter more than fits) and
            `"hot and scan"` (every other page of a small hot set, the rest a long scan).
        access: some of `"mapped"` and `"read"`.
        count: references, 1,000 to 1,000,000.
        limit_mib: of the group, 8 to 48; the file has 64.
        progress: told after every run.

    Returns:
        Misses, one measurement a scene and access, one sample; conditions `scene`,
        `access`, `references`, `frames` and `major`.

    Raises:
        InvalidInput: if a value is out of range.
        Unavailable: without the right to make memory groups, or on tmpfs.

    Source: Documentation/admin-guide/cgroup-v1/memory.rst; proc_pid_io(5).
    """
    runs = [
        (scene, way)
        for scene in require_choices("scenes", scenes, SCENES)
        for way in require_choices("access", access, ACCESS)
    ]
    require_whole("count", count, 1_000, 1_000_000)
    require_whole("limit_mib", limit_mib, 8, 48)
    timing.require_progress(progress)
    taken = []
    with _file(FILE_PAGES) as path:
        for done, (scene, way) in enumerate(runs):
            references = references_of(scene, count)
            linux.drop(path)
            counted = limited.run(partial(_touch, path, references, way), limit_mib << 20)
            taken.append(_measurement(scene, way, count, counted))
            if progress:
                progress(done + 1, len(runs))
    return tuple(taken)


def references_of(scene: str, count: int) -> tuple[int, ...]:
    """Return the pages that a scene touches: the same every time, for model and kernel.

    Args:
        scene: `"zipf"`, `"uniform"`, `"loop"` or `"hot and scan"`.
        count: references, 0 to 1,000,000.

    Raises:
        InvalidInput: if a value is out of range.
    """
    require_choice("scene", scene, SCENES)
    require_whole("count", count, 0, 1_000_000)
    luck = random.Random(scene)
    if scene == "uniform":
        return tuple(luck.randrange(FILE_PAGES) for _ in range(count))
    if scene == "loop":
        length = NEAR_PAGES + NEAR_PAGES // 4
        return tuple(place % length for place in range(count))
    if scene == "hot and scan":
        hot = NEAR_PAGES // 2
        return tuple(
            luck.randrange(hot) if place % 2 else hot + place // 2 % (FILE_PAGES - hot)
            for place in range(count)
        )
    places = list(range(FILE_PAGES))
    luck.shuffle(places)
    # Whole weights: the same choice on every machine.
    weights = list(accumulate(10**9 // rank for rank in range(1, FILE_PAGES + 1)))
    return tuple(luck.choices(places, cum_weights=weights, k=count))


def foretold(measurement: Measurement, policy: Policy) -> int:
    """Return the misses of `policy` on the references of a measurement, with as many frames.

    Args:
        measurement: one that `page_cache` returned.
        policy: an instance, such as `Fifo()`.

    Raises:
        InvalidInput: if they are no such things.
    """
    ok = isinstance(measurement, Measurement)
    ok = ok and {"scene", "references", "frames"} <= set(measurement.conditions)
    require(ok, "measurement", measurement, "a Measurement of page_cache")
    says = measurement.conditions
    references = references_of(str(says["scene"]), int(says["references"]))
    return faults(references, int(says["frames"]), policy)


def _touch(path: Path, references: Sequence[int], access: str) -> Mapping[str, int]:
    fd = os.open(path, os.O_RDONLY)
    offsets = [page * _SIZE for page in references]
    work = _mapped(fd, offsets) if access == "mapped" else _read(fd, offsets)
    start, before = io.read(), resource.getrusage(resource.RUSAGE_SELF).ru_majflt
    work()
    major = resource.getrusage(resource.RUSAGE_SELF).ru_majflt - before
    misses = (io.read().read_bytes - start.read_bytes) // _SIZE
    return {"misses": misses, "major": major}


def _mapped(fd: int, offsets: Sequence[int]) -> Callable[[], object]:
    area = mmap.mmap(fd, 0, prot=mmap.PROT_READ)
    area.madvise(mmap.MADV_RANDOM)
    return lambda: sum(area[offset] for offset in offsets)


def _read(fd: int, offsets: Sequence[int]) -> Callable[[], object]:
    os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_RANDOM)
    buffer = [bytearray(1)]
    return lambda: sum(os.preadv(fd, buffer, offset) for offset in offsets)


def _measurement(scene: str, access: str, count: int, counted: Mapping[str, int]) -> Measurement:
    return Measurement(
        name=f"misses of the page cache, {scene}, {access}",
        samples=(counted["misses"],),
        unit="pages",
        method="Pages of a file touched one by one in a memory group, read-ahead off.",
        machine=machine.this_machine(),
        conditions={
            "scene": scene, "access": access, "references": count,
            "frames": counted[limited.FILE], "major": counted["major"],
        },
    )  # fmt: skip


@contextmanager
def _file(pages: int) -> Iterator[Path]:
    with linux.folder_on_disk() as folder:
        path = folder / "pages"
        try:
            with path.open("wb") as file:
                for _ in range(pages // _CHUNK_PAGES):
                    file.write(os.urandom(_CHUNK_PAGES * _SIZE))
        except OSError as error:
            raise Unavailable(f"{pages} pages of disk", "Free some, or set TMPDIR.") from error
        yield path
