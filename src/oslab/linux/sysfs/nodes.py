"""/sys/devices/system/node: NUMA nodes, their CPUs, memory and distances."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from oslab.errors import InvalidInput
from oslab.linux.procfs.words import count, cpus, lines, mask, size
from oslab.linux.sysfs.files import SYS, Files, numbered, parser, texts, tree


@dataclass(frozen=True, slots=True)
class Node:
    """One node.

    Args:
        cpus: near its memory; empty for memory alone (CXL, HBM). Offline CPUs are left out.
        distances: to each node that is online, in rising order of their numbers; 10 is
            itself, 20 twice as far, by the firmware's word and not by measurement.
            None where the kernel does not know.
        total_bytes: memory the kernel manages; None where it does not say, 0 for CPUs alone.
        free_bytes: of that, unused.
    """

    cpus: frozenset[int]
    distances: tuple[int, ...] | None
    total_bytes: int | None
    free_bytes: int | None


_NAMES = ("cpulist", "cpumap", "distance", "meminfo")
_MEMINFO = re.compile(r"Node [0-9]{1,5} ([A-Za-z0-9_()]+): +([0-9]{1,20})( kB)?")


@parser("/sys/devices/system/node/nodeN")
def parse(files: Files) -> Node:
    r"""Return one node.

    >>> parse({"cpulist": "0-1\n", "distance": "10 21\n"}).distances
    (10, 21)

    Raises:
        InvalidInput: if the CPUs are missing, or a file is damaged.

    Source: Documentation/ABI/stable/sysfs-devices-node; drivers/base/node.c.
    """
    memory = _memory(files["meminfo"]) if "meminfo" in files else {}
    distance = tuple(map(count, files["distance"].split())) if "distance" in files else None
    if distance == ():
        raise InvalidInput("distance", files["distance"], "at least one number")
    return Node(
        cpus=cpus(files["cpulist"]) if "cpulist" in files else mask(files["cpumap"]),
        distances=distance,
        total_bytes=memory.get("MemTotal"),
        free_bytes=memory.get("MemFree"),
    )


def read(sys: Path | str = SYS) -> dict[int, Node]:
    """Return the nodes that are online, by number; none where the kernel knows no NUMA.

    Raises:
        InvalidInput: if `sys` is no path, or a file in it is damaged.
    """
    folders = numbered(tree(sys, "devices", "system", "node"), "node")
    found = {number: texts(place, _NAMES) for number, place in folders.items()}
    return {number: parse(files) for number, files in found.items() if files}


def distances(nodes: Mapping[int, Node]) -> dict[tuple[int, int], int]:
    """Return the distance from one node to another, by their numbers.

    Raises:
        InvalidInput: if `nodes` are no nodes, or a node does not name one distance to each.
    """
    if not isinstance(nodes, Mapping):
        raise InvalidInput("nodes", nodes, "nodes by number, as read returns them")
    found: dict[tuple[int, int], int] = {}
    for number, node in nodes.items():
        row = node.distances if isinstance(node, Node) else None
        if row is None or len(row) != len(nodes):
            raise InvalidInput("nodes", node, f"nodes with {len(nodes)} distances each")
        found.update({(number, other): far for other, far in zip(nodes, row, strict=True)})
    return found


def _memory(text: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for line in filter(str.strip, lines(text)):
        match = _MEMINFO.fullmatch(line.strip())
        if match is None:
            raise InvalidInput("line", line, "Node N NAME: NUMBER kB")
        name, number, unit = match.groups()
        found[name] = size(number + " kB") if unit else count(number)
    return found
