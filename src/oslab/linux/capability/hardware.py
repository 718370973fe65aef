"""Hardware beyond one node of CPUs and memory."""

from __future__ import annotations

import ctypes
import re
from pathlib import Path

from oslab.errors import InvalidInput, require
from oslab.linux.capability.outcome import Capability, found, missing

DEV, SYS = Path("/dev"), Path("/sys")


def parse_list(text: str) -> tuple[int, ...]:
    r"""Return the numbers of a kernel list such as `0-3,8`.

    >>> parse_list("0-2,8\n")
    (0, 1, 2, 8)

    Raises:
        InvalidInput: if `text` is no such list.

    Source: Documentation/core-api/printk-formats.rst, "bitmap and its derivatives" (%*pbl).
    """
    allowed = "a list such as '0-3,8'"
    require(isinstance(text, str), "text", text, allowed)
    numbers: list[int] = []
    for part in filter(None, text.strip().split(",")):
        match = re.fullmatch(r"([0-9]{1,6})(?:-([0-9]{1,6}))?", part)
        if match is None:
            raise InvalidInput("text", text, allowed)
        numbers.extend(range(int(match[1]), int(match[2] or match[1]) + 1))
    return tuple(numbers)


def nodes(sys: Path = SYS) -> int:
    """Return how many NUMA nodes are online; 1 where the kernel does not say.

    Raises:
        InvalidInput: if `sys` is no Path, or the file is damaged.
    """
    require(isinstance(sys, Path), "sys", sys, "a directory, as a Path")
    try:
        text = (sys / "devices" / "system" / "node" / "online").read_text()
    except (OSError, ValueError):
        return 1
    return max(1, len(parse_list(text)))


def numa_nodes(sys: Path = SYS) -> tuple[Capability, ...]:
    """Count the NUMA nodes; distances can be measured from two on.

    Raises:
        InvalidInput: if `sys` is no Path, or the file is damaged.
    """
    name = "several NUMA nodes"
    count = nodes(sys)
    if count > 1:
        return found(name, f"{count} nodes are online")
    remedy = "Use a machine with two sockets, or boot with numa=fake=2 to try the interfaces."
    return missing(name, "one node is online", remedy)


def gpu(dev: Path = DEV) -> tuple[Capability, ...]:
    """Ask NVIDIA's management library for its devices, or look for their files.

    Raises:
        InvalidInput: if `dev` is no Path.

    Source: NVML API reference, nvmlInit_v2 and nvmlDeviceGetCount_v2.
    """
    require(isinstance(dev, Path), "dev", dev, "a directory, as a Path")
    name = "GPU"
    try:
        files = sorted(path.name for path in dev.glob("nvidia[0-9]*"))
    except (OSError, ValueError):
        files = []
    count = _nvml_count()
    if count:
        return found(name, f"the driver counts {count}")
    if files:
        remedy = "Install the driver's libnvidia-ml.so.1, or run the container with --gpus all."
        return missing(name, f"{', '.join(files)} is there, its driver does not answer", remedy)
    remedy = "Use a machine with an NVIDIA GPU and its driver (container: --gpus all)."
    return missing(name, "no /dev/nvidia* and no driver", remedy)


def _nvml_count() -> int:
    try:
        nvml = ctypes.CDLL("libnvidia-ml.so.1")
        if nvml.nvmlInit_v2() != 0:
            return 0
        count = ctypes.c_uint(0)
        failed = nvml.nvmlDeviceGetCount_v2(ctypes.byref(count))
        nvml.nvmlShutdown()
    except (OSError, AttributeError):
        return 0
    return 0 if failed else count.value
