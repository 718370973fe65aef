"""/sys/block/DEVICE/queue: how the kernel talks to a disk."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from oslab.errors import InvalidInput, Unavailable
from oslab.linux.procfs.words import choice, count
from oslab.linux.sysfs.files import SYS, Files, parser, texts, tree


@dataclass(frozen=True, slots=True)
class Queue:
    """One device; None where its driver does not say.

    Args:
        logical_block_bytes: smallest unit one can address.
        physical_block_bytes: smallest unit it writes without reading first.
        is_rotational: whether the kernel believes that it spins; virtual disks often say so.
        scheduler: the order of requests: `none`, `mq-deadline`, `bfq`, `kyber`.
        schedulers: those to choose from.
        read_ahead_bytes: how far sequential reads may run ahead.
        nr_requests: requests the scheduler may hold.
        max_request_bytes: largest request it sends.
        write_cache: `write back` (a flush is needed to be safe) or `write through`.
    """

    logical_block_bytes: int
    physical_block_bytes: int
    is_rotational: bool
    scheduler: str | None
    schedulers: tuple[str, ...]
    read_ahead_bytes: int
    nr_requests: int | None
    max_request_bytes: int | None
    write_cache: str | None


_NAMES = (
    "logical_block_size", "physical_block_size", "rotational", "scheduler", "read_ahead_kb",
    "nr_requests", "max_sectors_kb", "write_cache",
)  # fmt: skip
_DEVICE = re.compile(r"[A-Za-z0-9_!.-]{1,64}")


@parser("/sys/block/DEVICE/queue")
def parse(files: Files) -> Queue:
    """Return the queue of one device.

    Raises:
        InvalidInput: if a file that every driver has is missing, or one is damaged.

    Source: Documentation/ABI/stable/sysfs-block.
    """

    def number(name: str) -> int:
        return count(files[name].strip())

    scheduler, schedulers = choice(files["scheduler"]) if "scheduler" in files else (None, ())
    write_cache = files["write_cache"].strip() if "write_cache" in files else None
    if write_cache not in (None, "write back", "write through"):
        raise InvalidInput("write_cache", write_cache, "write back or write through")
    return Queue(
        logical_block_bytes=number("logical_block_size"),
        physical_block_bytes=number("physical_block_size"),
        is_rotational=number("rotational") != 0,
        scheduler=scheduler,
        schedulers=schedulers,
        read_ahead_bytes=number("read_ahead_kb") * 1024,
        nr_requests=number("nr_requests") if "nr_requests" in files else None,
        max_request_bytes=number("max_sectors_kb") * 1024 if "max_sectors_kb" in files else None,
        write_cache=write_cache,
    )


def devices(sys: Path | str = SYS) -> tuple[str, ...]:
    """Return the names of the block devices, in alphabetical order.

    Raises:
        InvalidInput: if `sys` is no path.
    """
    place = tree(sys, "block")
    return tuple(sorted(entry.name for entry in place.glob("*"))) if place.is_dir() else ()


def read(device: str, sys: Path | str = SYS) -> Queue:
    """Return `parse` of one device's files.

    Raises:
        InvalidInput: if there is no such device.
        Unavailable: if it has no queue of its own.
    """
    known = isinstance(device, str) and _DEVICE.fullmatch(device) and set(device) != {"."}
    place = tree(sys, "block")
    if not known or not (place / device).exists():
        raise InvalidInput("device", device, "a block device, such as one of devices()")
    files = texts(place / device / "queue", _NAMES)
    if not files:
        raise Unavailable(str(place / device / "queue"), "This driver keeps no request queue.")
    return parse(files)
