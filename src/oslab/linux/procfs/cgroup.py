"""/proc/PID/cgroup: which control groups a task belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from oslab.errors import InvalidInput
from oslab.linux.procfs.fetch import PROC, Task, task_text
from oslab.linux.procfs.words import count, lines, parser


@dataclass(frozen=True, slots=True)
class Membership:
    """One hierarchy's answer.

    Args:
        hierarchy: 0 for cgroup v2, else the number of a v1 hierarchy.
        controllers: of a v1 hierarchy (`cpu`, `cpuacct`; `name=systemd`); none for v2.
        path: of the group, from the root of the hierarchy or of the cgroup namespace.
    """

    hierarchy: int
    controllers: tuple[str, ...]
    path: str

    @property
    def is_v2(self) -> bool:
        """Whether this is the unified hierarchy."""
        return self.hierarchy == 0 and not self.controllers


@parser("/proc/PID/cgroup")
def parse(text: str) -> tuple[Membership, ...]:
    r"""Return one membership a line; none where control groups are not built in.

    >>> parse("1:cpu,cpuacct:/a:b\n0::/\n")[0]
    Membership(hierarchy=1, controllers=('cpu', 'cpuacct'), path='/a:b')

    Raises:
        InvalidInput: if a line is damaged.

    Source: kernel/cgroup/cgroup.c, `proc_cgroup_show`; cgroups(7).
    """
    return tuple(_membership(line) for line in lines(text))


def read(task: Task = "self", proc: Path | str = PROC) -> tuple[Membership, ...]:
    """Return `parse` of one task's file.

    Raises:
        InvalidInput: if there is no such task.
        Unavailable: if the kernel has no control groups.
    """
    return parse(task_text(task, "cgroup", proc))


def _membership(line: str) -> Membership:
    parts = line.split(":", 2)
    if len(parts) != 3 or not parts[2].startswith("/"):
        raise InvalidInput("line", line, "HIERARCHY:CONTROLLERS:/PATH")
    return Membership(count(parts[0]), tuple(filter(None, parts[1].split(","))), parts[2])
