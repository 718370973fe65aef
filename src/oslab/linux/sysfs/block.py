"""/sys/block/DEVICE/queue: how the kernel talks to a disk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from oslab.errors import InvalidInput, Unavailable, require_choice
from oslab.linux.procfs.words import choice, count
from oslab.linux.sysfs.files import SYS, Files, listed, parser, texts, tree


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
    return listed(tree(sys, "block"))


def read(device: str, sys: Path | str = SYS) -> Queue:
    """Return `parse` of one device's files.

    Raises:
        InvalidInput: if there is no such device.
        Unavailable: if it has no queue of its own.
    """
    place = tree(sys, "block")
    require_choice("device", device, listed(place))
    files = texts(place / device / "queue", _NAMES)
    if not files:
        raise Unavailable(str(place / device / "queue"), "This driver keeps no request queue.")
    return parse(files)
