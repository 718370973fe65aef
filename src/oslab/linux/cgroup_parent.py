"""Under which directory a new group may be made.

v1: under this process's own group in each tree, so that its limits still bind.

v2: a group with processes of its own cannot hand controllers to groups below it
(the rule of no internal processes; only the root of the machine is exempt). So
the search climbs from this process's group until one is found that is empty,
may have the controllers, and lets us write.

Source: Documentation/admin-guide/cgroup-v2.rst, "No Internal Process Constraint"
and "Delegation".
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from oslab.errors import Unavailable, require
from oslab.linux import cgroup_files, cgroup_names
from oslab.linux.cgroup_tree import PROC, V1, V2, Place, enabled

REMEDY = (
    "Run as root outside a container, or in a delegated group: "
    "systemd-run --user --scope -p Delegate=yes"
)


@dataclass(frozen=True, slots=True)
class Parent:
    """A directory that can have groups of ours below it.

    Args:
        directory: where.
        version: 1 or 2.
        controllers: that its children have.
        switched_on: those that were off in `cgroup.subtree_control` before we came.
    """

    directory: Path
    version: int
    controllers: tuple[str, ...]
    switched_on: tuple[str, ...] = ()

    def restore(self) -> None:
        """Switch off what we switched on, unless another of our groups still needs it."""
        others = any(self.directory.glob(cgroup_names.PATTERN))
        if self.switched_on and not others:
            words = " ".join(f"-{name}" for name in self.switched_on)
            with contextlib.suppress(OSError):
                cgroup_files.write(self.directory / "cgroup.subtree_control", words)


def find(places: Iterable[Place], proc: Path = PROC) -> tuple[Parent, ...]:
    """Return a parent for every tree that the places belong to.

    Raises:
        InvalidInput: if `places` are no Places.
        Unavailable: if no group above this process may have children of ours.
    """
    ok = isinstance(places, Iterable) and not isinstance(places, str | bytes)
    wanted = list(places) if ok else []
    ok = ok and all(isinstance(place, Place) for place in wanted)
    require(ok, "places", places, "Places")
    parents = []
    for directory in sorted({place.group for place in wanted if place.version == V1}):
        names = tuple(p.controller for p in wanted if p.version == V1 and p.group == directory)
        parents.append(Parent(directory, V1, names))
    unified = [place for place in wanted if place.version == V2]
    if unified:
        names = tuple(place.controller for place in unified)
        parents.append(_climb(unified[0], names, proc))
    return tuple(parents)


def _climb(place: Place, controllers: tuple[str, ...], proc: Path) -> Parent:
    for directory in place.upwards():
        if not set(controllers) <= set(enabled(directory)) or _has_own_processes(directory):
            continue
        handed = (cgroup_files.read(directory / "cgroup.subtree_control") or "").split()
        absent = tuple(name for name in controllers if name not in handed)
        try:
            if absent:
                words = " ".join(f"+{name}" for name in absent)
                cgroup_files.write(directory / "cgroup.subtree_control", words)
            _try(directory, proc)
        except OSError:
            Parent(directory, V2, controllers, absent).restore()
            continue
        return Parent(directory, V2, controllers, absent)
    raise Unavailable(f"A v2 parent group for {', '.join(controllers)}", REMEDY)


def _has_own_processes(directory: Path) -> bool:
    kind = cgroup_files.read(directory / "cgroup.type")
    if kind is None:  # only the root of the machine lacks the file
        return False
    # Processes of another namespace read as 0, and count.
    inside = (cgroup_files.read(directory / "cgroup.procs") or "").split()
    return bool(inside) or kind.strip() not in ("domain", "domain threaded")


def _try(directory: Path, proc: Path) -> None:
    """Make a group and remove it: may we, and would it be one that can hold processes?"""
    child = directory / cgroup_names.new(proc)
    cgroup_files.mkdir(child)
    try:
        kind = cgroup_files.read(child / "cgroup.type")
        if kind is not None and kind.strip() != "domain":
            raise OSError(f"{child} is {kind.strip()}")
    finally:
        cgroup_files.rmdir(child)
