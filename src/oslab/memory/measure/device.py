"""The disk itself, without the page cache: our reads beside fio's."""

from __future__ import annotations

import json
import mmap
import os
import random
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from oslab import machine
from oslab.errors import InvalidInput, Unavailable, require, require_choice, require_whole
from oslab.linux import page_cache
from oslab.measurement import Measurement
from oslab.memory.measure import data_file

DEVICE_BY = ("oslab", "fio")
_SIZE = page_cache.PAGE_BYTES


def device(
    *, by: Sequence[str] = ("oslab",), block_pages: Sequence[int] = (1, 16, 256), count: int = 64,
    pages: int = 16384,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Read random blocks with O_DIRECT, one at a time, and time each.

    Known workload: `count` blocks are `count` times their bytes, by either's own count.
    Cross-check: fio with the same blocks (`by`). Overhead: one call of Python a block, about
    a microsecond beside tens.

    Args:
        by: some of `"oslab"` and `"fio"`.
        block_pages: of a block, each 1 to 4,096.
        count: blocks of each size, 1 to 10,000.
        pages: of the file, 1 to 65,536, at least the largest block.

    Returns:
        Microseconds a block, one sample a block (of fio the mean alone); conditions `by`,
        `block_bytes`, `read_bytes` and `calls`.

    Raises:
        InvalidInput: if a value is out of range.
        Unavailable: without O_DIRECT, or without fio where it is asked.

    Source: open(2), O_DIRECT; fio(1).
    """
    ok = isinstance(by, tuple | list) and len(by) > 0
    require(ok, "by", by, "a list of names")
    for one in by:
        require_choice("by", one, DEVICE_BY)
    require_whole("pages", pages, 1, 1 << 16)
    ok = isinstance(block_pages, tuple | list) and len(block_pages) > 0
    require(ok, "block_pages", block_pages, "a list of sizes in pages")
    for size in block_pages:
        require_whole("block_pages", size, 1, min(4_096, pages))
    require_whole("count", count, 1, 10_000)
    taken = []
    with data_file.data_file(pages) as path:
        for size in block_pages:
            for one in by:
                ask = _fio if one == "fio" else _ours
                samples, read, calls = ask(path, size, count, pages)
                taken.append(_measurement(one, size, samples, read, calls))
    return tuple(taken)


def parse_fio(text: str) -> tuple[float, int, int]:
    """Return mean microseconds a read, bytes read and reads, of `fio --output-format=json`.

    Raises:
        InvalidInput: if `text` is not such an output of one job.

    Source: fio(1), "JSON Output".
    """
    require(isinstance(text, str), "text", text, "the JSON of fio")
    try:
        # Notes may stand before the object.
        read = json.loads(text[text.index("{") :])["jobs"][0]["read"]
        return float(read["lat_ns"]["mean"]) / 1e3, int(read["io_bytes"]), int(read["total_ios"])
    except (ValueError, LookupError, TypeError) as error:
        raise InvalidInput("text", text, f"the JSON of fio ({error})") from error


def _ours(path: Path, size: int, count: int, pages: int) -> tuple[list[float], int, int]:
    luck, took, read = random.Random(1), [], 0
    try:
        fd = os.open(path, os.O_RDONLY | os.O_DIRECT)
    except OSError as error:
        raise Unavailable("O_DIRECT", "Set TMPDIR to a folder on a disk.") from error
    try:
        with mmap.mmap(-1, size * _SIZE) as buffer:
            for _ in range(count):
                at = luck.randrange(pages // size) * size * _SIZE
                start = time.perf_counter_ns()
                read += os.preadv(fd, [buffer], at)
                took.append((time.perf_counter_ns() - start) / 1e3)
    finally:
        os.close(fd)
    return took, read, count


def _fio(path: Path, size: int, count: int, pages: int) -> tuple[list[float], int, int]:
    fio = shutil.which("fio")
    if fio is None:
        raise Unavailable("fio", "apt-get install fio (Debian, Ubuntu).")
    command = [
        fio, "--name=oslab", f"--filename={path}", "--rw=randread", "--direct=1",
        "--ioengine=psync", f"--bs={size * _SIZE}", f"--size={pages * _SIZE}",
        f"--io_size={count * size * _SIZE}", "--norandommap", "--readonly", "--thread",
        "--output-format=json",
    ]  # fmt: skip
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=120, cwd=path.parent
        )
    except subprocess.TimeoutExpired as error:
        raise Unavailable("an answer of fio", "Try again on a quieter machine.") from error
    if done.returncode != 0:
        raise Unavailable("an answer of fio", f"It says: {done.stderr.strip()[:200]}")
    mean, read, calls = parse_fio(done.stdout)
    return [mean], read, calls


def _measurement(
    by: str, size: int, samples: Sequence[float], read: int, calls: int
) -> Measurement:
    return Measurement(
        name=f"one read of {size * _SIZE // 1024} KiB by {by}",
        samples=tuple(samples),
        unit="us",
        method="Random blocks of a file, O_DIRECT, one at a time.",
        machine=machine.this_machine(),
        conditions={
            "by": by, "block_bytes": size * _SIZE, "read_bytes": read, "calls": calls,
        },
    )  # fmt: skip
