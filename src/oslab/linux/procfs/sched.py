"""/proc/PID/sched: what the scheduler knows of a task."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from oslab.errors import InvalidInput
from oslab.linux.procfs.fetch import PROC, Task, task_text
from oslab.linux.procfs.words import count, parser, whole


@dataclass(frozen=True, slots=True)
class TaskSched:
    """The names of the file change with every kernel; those below have lasted.

    Args:
        comm: the command.
        pid: the task.
        threads: tasks in its process.
        values: every line under the kernel's own name. Times, which the kernel writes in
            milliseconds with six decimals, are whole **nanoseconds**.
    """

    comm: str
    pid: int
    threads: int
    values: Mapping[str, int] = field(repr=False)

    @property
    def nr_switches(self) -> int:
        """Context switches away from it, of both kinds."""
        return self.values["nr_switches"]

    @property
    def nr_voluntary_switches(self) -> int:
        """Times it gave its CPU away, to wait."""
        return self.values["nr_voluntary_switches"]

    @property
    def nr_involuntary_switches(self) -> int:
        """Times its CPU was taken."""
        return self.values["nr_involuntary_switches"]

    @property
    def nr_migrations(self) -> int:
        """Times it went on on another CPU; 0 on kernels built without SMP."""
        return self.values.get("se.nr_migrations", 0)

    @property
    def sum_exec_runtime_ns(self) -> int:
        """Time on a CPU."""
        return self.values["se.sum_exec_runtime"]

    @property
    def vruntime_ns(self) -> int:
        """Virtual time: time on a CPU, slower for heavier tasks. Real-time tasks have 0."""
        return self.values["se.vruntime"]

    @property
    def slice_ns(self) -> int | None:
        """What EEVDF lets it run at a time; None before Linux 6.12 and for real-time tasks."""
        return self.values.get("se.slice")

    @property
    def policy(self) -> int:
        """0 other, 1 FIFO, 2 round robin, 3 batch, 5 idle, 6 deadline."""
        return self.values["policy"]

    @property
    def prio(self) -> int:
        """0 to 99 real time (0 the highest), 100 to 139 for nice -20 to 19, -1 deadline."""
        return self.values["prio"]


_HEADER = re.compile(r"(.*) \(([0-9]{1,10}), #threads: ([0-9]{1,10})\)\n-+\n", re.DOTALL)
_LINE = re.compile(r"(\S(?:.*\S)?) *: *(-?)([0-9]{1,20})(?:\.([0-9]{6}))?")
_NUMA = re.compile(r"(?:current_node=|numa_faults )[ -~]*")
_ALWAYS = (
    "se.sum_exec_runtime", "se.vruntime", "nr_switches", "nr_voluntary_switches",
    "nr_involuntary_switches", "policy", "prio",
)  # fmt: skip


@parser("/proc/PID/sched")
def parse(text: str) -> TaskSched:
    """Return the record of one task.

    Raises:
        InvalidInput: if a line is damaged, or one that every kernel writes is missing.

    Source: kernel/sched/debug.c, `proc_sched_show_task`.
    """
    header = _HEADER.match(text)
    if header is None:
        raise InvalidInput("text", text, "COMMAND (PID, #threads: N), a rule, then values")
    values: dict[str, int] = {}
    for line in text[header.end() :].split("\n"):
        match = _LINE.fullmatch(line)
        if match is not None:
            name, sign, digits, decimals = match.groups()
            values[name] = whole(sign + digits + (decimals or "")[:6])
        elif line and _NUMA.fullmatch(line) is None:
            raise InvalidInput("line", line, "NAME : VALUE")
    missing = [name for name in _ALWAYS if name not in values]
    if missing:
        raise InvalidInput("text", text, f"the text of /proc/PID/sched, with {missing[0]}")
    return TaskSched(header[1], count(header[2]), count(header[3]), values)


def read(task: Task = "self", proc: Path | str = PROC) -> TaskSched:
    """Return `parse` of one task's file.

    Raises:
        InvalidInput: if there is no such task.
        Unavailable: if the kernel was built without CONFIG_SCHED_DEBUG (before 6.15).
    """
    return parse(task_text(task, "sched", proc))
