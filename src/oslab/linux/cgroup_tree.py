"""Where this process stands in the control groups, on v1, v2 and hybrid hosts.

Two files answer together: `/proc/PID/mountinfo` says which hierarchies are mounted
where, `/proc/PID/cgroup` says at which path of each a process is. In a container
either may be cut off at the container's own root, so a path that the mount cannot
show is taken to be the mount itself.

Source: man 7 cgroups, "/proc files"; Documentation/admin-guide/cgroup-v2.rst, "Namespace".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from oslab.errors import InvalidInput, Unavailable, require

PROC, SYS = Path("/proc"), Path("/sys")
CONTROLLERS = ("cpu", "cpuacct", "cpuset", "memory", "pids", "io", "blkio", "hugetlb", "freezer")
V1, V2 = 1, 2


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """One mounted tree of groups.

    Args:
        version: 1 or 2.
        controllers: of a v1 tree; empty for v2, where a file in each group lists them.
        root: the group that is mounted, seen from the tree's own root.
        point: where it is mounted.
    """

    version: int
    controllers: tuple[str, ...]
    root: str
    point: str


@dataclass(frozen=True, slots=True)
class Membership:
    """One line of `/proc/PID/cgroup`: the group of a process in one tree.

    Args:
        controllers: of a v1 tree; empty for v2.
        path: from the root of the tree.
        version: 1 or 2.
    """

    controllers: tuple[str, ...]
    path: str
    version: int


@dataclass(frozen=True, slots=True)
class Place:
    """The directory of this process's group for one controller.

    Args:
        controller: such as `"memory"`.
        version: 1 or 2.
        point: where the tree is mounted.
        group: the directory of the group, at or below `point`.
    """

    controller: str
    version: int
    point: Path
    group: Path

    def upwards(self) -> Iterator[Path]:
        """Yield the group, its parent, and so on up to the mount point."""
        path = self.group
        while path != self.point and self.point in path.parents:
            yield path
            path = path.parent
        yield self.point


def parse_hierarchies(text: str) -> tuple[Hierarchy, ...]:
    r"""Return the cgroup mounts among the lines of `/proc/PID/mountinfo`.

    >>> parse_hierarchies("41 31 0:38 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n")
    (Hierarchy(version=2, controllers=(), root='/', point='/sys/fs/cgroup'),)

    Raises:
        InvalidInput: if a line is not one of mountinfo.

    Source: Documentation/filesystems/proc.rst, section 3.5.
    """
    _require_text(text)
    found = []
    for line in text.splitlines():
        before, dash, after = line.partition(" - ")
        fields, kind = before.split(), after.split()
        # An empty source makes one field fewer (tmpfs mounted by a bare mount(2)).
        require(dash != "" and len(fields) >= 6 and len(kind) >= 2, "text", line, _MOUNTINFO)
        if kind[0] not in ("cgroup", "cgroup2"):
            continue
        version = V2 if kind[0] == "cgroup2" else V1
        options = kind[-1].split(",") if version == V1 else []
        controllers = tuple(name for name in options if name in CONTROLLERS)
        found.append(Hierarchy(version, controllers, _unescape(fields[3]), _unescape(fields[4])))
    return tuple(found)


def parse_memberships(text: str) -> tuple[Membership, ...]:
    r"""Return the lines of `/proc/PID/cgroup`.

    >>> parse_memberships("4:memory:/docker/5a\n0::/\n")[0]
    Membership(controllers=('memory',), path='/docker/5a', version=1)

    Raises:
        InvalidInput: if a line is not `number:controllers:path`.

    Source: man 7 cgroups.
    """
    _require_text(text)
    found = []
    for line in text.splitlines():
        parts = line.split(":", 2)
        ok = len(parts) == 3 and parts[0].isdigit() and parts[2].startswith("/")
        require(ok, "text", line, "a line such as '4:memory:/docker/5a'")
        number, controllers, path = parts
        version = V2 if number == "0" and controllers == "" else V1
        # The kernel marks a removed group; its directory is gone.
        path = path.removesuffix(" (deleted)")
        found.append(Membership(tuple(filter(None, controllers.split(","))), path, version))
    return tuple(found)


def places(proc: Path = PROC, sys: Path = SYS, pid: str = "self") -> dict[str, Place]:
    """Return, for each controller this process can see, the directory of its group.

    A controller belongs to one tree only: where a v1 tree has it, v2 does not.

    Args:
        proc: stands for `/proc`.
        sys: stands for `/sys`; mount points below `/sys` are looked up there.
        pid: a process, or `"self"`.

    Raises:
        InvalidInput: if a file is there but is not what the kernel writes.
        Unavailable: if `/proc` does not answer.
    """
    mounts, members = _tables(proc, sys, pid)
    found: dict[str, Place] = {}
    for mount in mounts:
        point = _below(mount.point, sys)
        for member in members:
            shared = set(mount.controllers) & set(member.controllers)
            if member.version != mount.version or (mount.version == V1 and not shared):
                continue
            group = _group(point, mount.root, member.path)
            # In v2 a group above may limit what this group's own files do not show.
            names = mount.controllers if mount.version == V1 else enabled(point)
            for name in names:
                found.setdefault(name, Place(name, mount.version, point, group))
    return found


def unified(proc: Path = PROC, sys: Path = SYS, pid: str = "self") -> Place | None:
    """Return the place of this process in the v2 tree, whatever its controllers.

    Raises:
        InvalidInput: if a file is there but is not what the kernel writes.
        Unavailable: if `/proc` does not answer.
    """
    mounts, members = _tables(proc, sys, pid)
    for member in members:
        for mount in mounts:
            if member.version == mount.version == V2:
                point = _below(mount.point, sys)
                return Place("", V2, point, _group(point, mount.root, member.path))
    return None


def enabled(group: Path) -> tuple[str, ...]:
    """Return the controllers a v2 group may use: the words of `cgroup.controllers`.

    Raises:
        InvalidInput: if `group` is no Path.
    """
    require(isinstance(group, Path), "group", group, "a directory, as a Path")
    try:
        return tuple((group / "cgroup.controllers").read_text().split())
    except (OSError, ValueError):
        return ()


_MOUNTINFO = "lines of /proc/PID/mountinfo"


def _tables(
    proc: Path, sys: Path, pid: str
) -> tuple[tuple[Hierarchy, ...], tuple[Membership, ...]]:
    for name, value in (("proc", proc), ("sys", sys)):
        require(isinstance(value, Path), name, value, "a directory, as a Path")
    ok = isinstance(pid, str) and (pid == "self" or pid.isdecimal())
    require(ok, "pid", pid, "'self' or the digits of a process")
    mounts = parse_hierarchies(_read(proc / pid / "mountinfo"))
    return mounts, parse_memberships(_read(proc / pid / "cgroup"))


def _group(point: Path, root: str, path: str) -> Path:
    """Return the directory that shows the group `path` of a tree mounted from `root`."""
    inside = PurePosixPath(path)
    if root != "/":
        try:
            inside = "/" / inside.relative_to(root)
        except ValueError:
            # Inside a cgroup namespace the path is already relative to the mount.
            inside = PurePosixPath(path)
    directory = point.joinpath(*inside.parts[1:])
    # "/.." is how the kernel shows a group outside this namespace.
    if ".." in inside.parts or not directory.is_dir():
        return point
    return directory


def _below(point: str, sys: Path) -> Path:
    absolute = PurePosixPath(point)
    if absolute.is_relative_to("/sys"):
        return sys.joinpath(*absolute.relative_to("/sys").parts)
    return Path(point)


def _unescape(field: str) -> str:
    # The kernel writes blanks in paths as three octal digits.
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), field)


def _require_text(text: object) -> None:
    if not isinstance(text, str):
        raise InvalidInput("text", text, "the text of the file")


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except (OSError, ValueError) as error:
        raise Unavailable(str(path), "Mount /proc, or run outside this sandbox.") from error
