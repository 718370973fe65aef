"""/proc/cpuinfo: one block a CPU, in words that differ by architecture."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from oslab.errors import InvalidInput
from oslab.linux.procfs.arm import core_name
from oslab.linux.procfs.fetch import PROC, folder, system_text
from oslab.linux.procfs.words import count, hexadecimal, lines, parser, size


@dataclass(frozen=True, slots=True)
class Processor:
    """One CPU that is online, as the kernel sees it; None where the file does not say.

    Args:
        number: what the scheduler and `taskset` call it; numbers may have gaps.
        model_name: x86 prints it; on arm64 it is made from implementer and part.
        vendor: `vendor_id` of x86, the implementer of arm64.
        flags: `flags` of x86, `Features` of arm64.
        mhz: clock when the file was read, or the nominal one; x86 only.
        cache_bytes: the cache the kernel finds worth a line (on x86 the second or
            third level); `oslab.linux.sysfs.cache` has them all.
        package: physical socket.
        core: number within the socket; two CPUs with one core are hardware threads.
        fields: every line of the block, unparsed.
    """

    number: int
    model_name: str | None
    vendor: str | None
    flags: frozenset[str] = field(repr=False)
    mhz: float | None
    cache_bytes: int | None
    package: int | None
    core: int | None
    fields: Mapping[str, str] = field(repr=False)


_MHZ = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")


@parser("/proc/cpuinfo")
def parse(text: str) -> tuple[Processor, ...]:
    """Return one record for each CPU, in the file's order.

    A block starts at a line `processor : N`; what stands before the first or
    after a blank line without one (`Hardware`, `Model` of small boards)
    describes the machine and is left out, save that an old 32-bit-style name
    there (`Processor : ...`) serves as the model name.

    Raises:
        InvalidInput: if no CPU is found, one comes twice, or a number is damaged.

    Source: arch/x86/kernel/cpu/proc.c and arch/arm64/kernel/cpuinfo.c, `c_show` in both.
    """
    blocks: list[dict[str, str]] = []
    machine: dict[str, str] = {}
    block = machine
    for line in lines(text):
        name, colon, value = line.partition(":")
        name, value = name.strip(), value.strip()
        if not name and not colon:
            block = machine
        elif not name or not colon:
            raise InvalidInput("line", line, "NAME : VALUE")
        else:
            if name == "processor":
                block = {}
                blocks.append(block)
            block[name] = value
    processors = tuple(_processor(block, machine) for block in blocks)
    if not processors or len({one.number for one in processors}) < len(processors):
        raise InvalidInput("text", text, "the text of /proc/cpuinfo, each processor once")
    return processors


def read(proc: Path | str = PROC) -> tuple[Processor, ...]:
    """Return `parse` of this machine's file.

    Raises:
        Unavailable: if /proc is not mounted.
    """
    return parse(system_text(folder("proc", proc) / "cpuinfo"))


def _processor(block: Mapping[str, str], machine: Mapping[str, str]) -> Processor:
    def number(name: str) -> int | None:
        return count(block[name]) if name in block else None

    mhz = block.get("cpu MHz")
    mhz = None if mhz == "Unknown" else mhz
    if mhz is not None and _MHZ.fullmatch(mhz) is None:
        raise InvalidInput("cpu MHz", mhz, "a number")
    cache = block.get("cache size")
    return Processor(
        number=count(block["processor"]),
        model_name=_model(block) or machine.get("Processor"),
        vendor=block.get("vendor_id") or block.get("CPU implementer"),
        flags=frozenset((block.get("flags") or block.get("Features") or "").split()),
        mhz=float(mhz) if mhz is not None else None,
        cache_bytes=size(cache) if cache is not None else None,
        package=number("physical id"),
        core=number("core id"),
        fields=block,
    )


def _model(block: Mapping[str, str]) -> str | None:
    if "model name" in block:
        return block["model name"]
    if "CPU implementer" in block and "CPU part" in block:
        return core_name(hexadecimal(block["CPU implementer"]), hexadecimal(block["CPU part"]))
    return None
