"""Control groups of our own: made, limited, joined, read, and always removed.

    with cgroup.make("cpu", "memory") as group:
        group.limit(cpus=0.5, memory_bytes=64 << 20)
        group.join(child.pid)
        ...
        group.statistics().throttled

The same words on v1, v2 and hybrid hosts. Invariants: a group's name says whose
it is and nothing without such a name is changed; only this process and its
descendants can be put inside; at the end everything inside is killed but this
process itself, which goes back to where it came from. Groups of an oslab that
was killed are swept up by the next one.
"""

from __future__ import annotations

import atexit
import contextlib
import os
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from oslab.errors import InvalidInput, Unavailable, require, require_choice
from oslab.linux import cgroup_files, cgroup_names, cgroup_parent, cgroup_statistics
from oslab.linux.cgroup_limit_files import Limit, limit_files
from oslab.linux.cgroup_parent import REMEDY, Parent
from oslab.linux.cgroup_statistics import GroupStatistics
from oslab.linux.cgroup_tree import PROC, SYS, V1, V2, Place, places

CONTROLLERS = ("cpu", "memory", "pids", "cpuset")

_mine: dict[str, Group] = {}


class Group:
    """One group of this process; get one from `make` and use it as a context manager."""

    def __init__(self, name: str, parents: tuple[Parent, ...], proc: Path, sys: Path) -> None:
        self.name = name
        self._parents = parents
        self._proc = proc
        self._sys = sys
        self._came_from: dict[Path, Path] = {}

    @property
    def directories(self) -> Mapping[str, tuple[Path, int]]:
        """Controller to its directory and version (1 or 2)."""
        return {
            controller: (parent.directory / self.name, parent.version)
            for parent in self._parents
            for controller in parent.controllers
        }

    def limit(
        self, *, cpus: float | None = None, period_us: int = 100_000, weight: int | None = None,
        memory_bytes: int | None = None, pids: int | None = None, cpuset: str | None = None,
    ) -> None:  # fmt: skip
        """Set the limits that are given and leave the others as they are.

        Args:
            cpus: CPUs' worth of time in each period, at least 1 ms of it.
            period_us: 1,000 to 1,000,000 microseconds.
            weight: share against sibling groups, 1 to 10,000; 100 is the default.
            memory_bytes: memory with page cache; swap is then off limits.
            pids: processes and threads, at least 1.
            cpuset: the CPUs to run on, as a list such as `"0-1,3"`.

        Raises:
            InvalidInput: if a number is out of range, or the group was made
                without the controller it belongs to.
            Unavailable: if the kernel refuses, with its reason.
        """
        limits = Limit(cpus, period_us, weight, memory_bytes, pids, cpuset)
        for file, value in limit_files(limits, self.directories):
            try:
                cgroup_files.write(file, value)
            except FileNotFoundError:
                if file.name not in _OPTIONAL:
                    raise Unavailable(file.name, "Use a kernel built with it.") from None
            except OSError as error:
                remedy = f"The kernel answers: {os.strerror(error.errno or 0)}."
                raise Unavailable(f"{file.name} = {value}", remedy) from error

    def join(self, pid: int | None = None) -> None:
        """Move a process with all its threads into the group.

        Args:
            pid: this process (the default), or one born of it.

        Raises:
            InvalidInput: if it is another's process, or there is none.
            Unavailable: if the kernel refuses.
        """
        who = os.getpid() if pid is None else pid
        # Whoever is inside may be killed with the group, so strangers stay outside.
        ok = cgroup_names.is_descendant(who, self._proc)
        require(ok, "pid", pid, "this process or one born of it")
        if who == os.getpid() and not self._came_from:
            before = places(self._proc, self._sys)
            self._came_from = {
                directory: before[controller].group
                for controller, (directory, _) in self.directories.items()
            }
        for directory in self._unique():
            _move(who, directory)

    def leave(self) -> None:
        """Move this process back to where it was before `join`; else do nothing.

        Raises:
            Unavailable: if the kernel refuses.
        """
        for back in dict.fromkeys(self._came_from.values()):
            _move(os.getpid(), back)
        self._came_from = {}

    def statistics(self) -> GroupStatistics:
        """Return what the group has used and what its limits did so far."""
        return cgroup_statistics.read(self.directories)

    def reclaim(self) -> None:
        """Make the kernel take back what memory of the group it can, swap cache included.

        Raises:
            InvalidInput: if the group was made without `"memory"`.
            Unavailable: if the kernel refuses; v2 has it since 5.19.

        Source: Documentation/admin-guide/cgroup-v2.rst, `memory.reclaim`; for v1
            Documentation/admin-guide/cgroup-v1/memory.rst, 5.1 force_empty.
        """
        place = self.directories.get("memory")
        if place is None:
            raise InvalidInput("self", self.name, "a group made with 'memory'")
        directory, version = place
        used = self.statistics().memory_bytes or 0
        file = directory / ("memory.reclaim" if version == V2 else "memory.force_empty")
        try:
            cgroup_files.write(file, used if version == V2 else 0)
        except (BlockingIOError, InterruptedError):
            return  # it took back less than all: what is in use stays
        except OSError as error:
            raise Unavailable(file.name, "Use a kernel built with it.") from error

    def members(self) -> tuple[int, ...]:
        """Return the processes inside, in increasing order."""
        return tuple(sorted(cgroup_files.members(self._unique())))

    def kill(self) -> None:
        """Kill every process inside but this one, and wait until they are out.

        Raises:
            Unavailable: if one does not die (it waits for a device).
        """
        cgroup_files.kill(self._unique())

    def remove(self) -> None:
        """Kill what is inside and remove the group; nothing happens the second time.

        A forked child that comes by here removes nothing: the group is its parent's.

        Raises:
            Unavailable: if a process inside does not die.
        """
        if not cgroup_names.is_mine(self.name) or self.name not in _mine:
            return
        self.leave()
        for parent in self._parents:
            cgroup_files.remove(parent.directory / self.name, self._proc)
            parent.restore()
        _mine.pop(self.name, None)

    def __enter__(self) -> Group:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.remove()

    def _unique(self) -> tuple[Path, ...]:
        return tuple(dict.fromkeys(directory for directory, _ in self.directories.values()))


def make(*controllers: str, proc: Path = PROC, sys: Path = SYS) -> Group:
    """Make a group with these controllers, after sweeping up groups of dead makers.

    Args:
        controllers: one or more of `"cpu"`, `"memory"`, `"pids"` and `"cpuset"`.
        proc: stands for `/proc`.
        sys: stands for `/sys`.

    Raises:
        InvalidInput: if a controller is unknown or none is given.
        Unavailable: if this host does not let us, with what would.
    """
    require(len(controllers) > 0, "controllers", controllers, "at least one name")
    for controller in controllers:
        require_choice("controllers", controller, CONTROLLERS)
    here = places(proc, sys)
    parents = cgroup_parent.find(_wanted(dict.fromkeys(controllers), here), proc)
    sweep(proc, sys)
    group = Group(cgroup_names.new(proc), parents, proc, sys)
    # Registered first: whatever interrupts us from here on, someone removes it.
    _mine[group.name] = group
    try:
        for parent in parents:
            _make_directory(parent, group.name)
    except OSError as error:
        group.remove()
        raise Unavailable(f"A control group for {', '.join(controllers)}", REMEDY) from error
    except BaseException:
        group.remove()
        raise
    return group


def sweep(proc: Path = PROC, sys: Path = SYS) -> tuple[str, ...]:
    """Remove the groups of oslab processes that are dead, and return their names.

    Raises:
        InvalidInput: if `proc` or `sys` is no Path.
        Unavailable: if `/proc` does not answer.
    """
    here = places(proc, sys).values()
    directories = {directory for place in here for directory in place.upwards()}
    swept = set()
    for directory in sorted(directories):
        for group in sorted(directory.glob(cgroup_names.PATTERN)):
            with contextlib.suppress(InvalidInput, Unavailable, OSError):
                if cgroup_names.is_stale(group.name, proc):
                    cgroup_files.remove(group, proc)
                    swept.add(group.name)
    return tuple(sorted(swept))


_OPTIONAL = ("memory.swap.max", "memory.swappiness")


def _wanted(controllers: Mapping[str, None], here: Mapping[str, Place]) -> list[Place]:
    absent = [name for name in controllers if name not in here]
    if absent:
        remedy = f"Mount a cgroup tree with {', '.join(absent)}. {REMEDY}"
        raise Unavailable(f"The controller {', '.join(absent)}", remedy)
    wanted = [here[name] for name in controllers]
    # v1 counts CPU time in a tree of its own; v2's cpu.stat has it.
    counter = here.get("cpuacct")
    if "cpu" in controllers and here["cpu"].version == V1 and counter:
        wanted.append(counter)
    return wanted


def _make_directory(parent: Parent, name: str) -> None:
    directory = parent.directory / name
    cgroup_files.mkdir(directory)
    if "cpuset" in parent.controllers and parent.version != V2:
        # A v1 cpuset is born empty and refuses processes until it has both.
        for file in ("cpuset.cpus", "cpuset.mems"):
            cgroup_files.write(directory / file, (parent.directory / file).read_text().strip())


def _move(pid: int, directory: Path) -> None:
    try:
        cgroup_files.write(directory / "cgroup.procs", pid)
    except ProcessLookupError as error:
        raise InvalidInput("pid", pid, "a live process") from error
    except OSError as error:
        remedy = f"The kernel answers: {os.strerror(error.errno or 0)}. {REMEDY}"
        raise Unavailable(f"Moving a process into {directory.name}", remedy) from error


def _remove_all() -> None:
    for group in list(_mine.values()):
        with contextlib.suppress(Unavailable, OSError):
            group.remove()


atexit.register(_remove_all)
