"""What the scheduler is asked to do with a task: policy, nice value, slice, budget.

`sched_setattr` is the one call that can say all of it; the C library has no function for
it before glibc 2.41, and Python none at all.
"""

from __future__ import annotations

import errno
import os
import struct
import time
from dataclasses import dataclass

from oslab.errors import InvalidInput, Unavailable, require, require_choice, require_whole
from oslab.linux.system_call import call

POLICIES = {"other": 0, "fifo": 1, "rr": 2, "batch": 3, "idle": 5, "deadline": 6}
REAL_TIME = ("fifo", "rr")
REMEDY = "Run as root, or raise the limits RLIMIT_RTPRIO and RLIMIT_NICE (ulimit -r, -e)."
_ATTRIBUTES = struct.Struct("=IIQiIQQQ")
_RESET_ON_FORK = 1
_HIGHEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Attributes:
    """How one task is scheduled.

    Args:
        policy: a key of `POLICIES`.
        nice: -20 to 19; counts for `"other"` and `"batch"`.
        priority: 1 to 99 for `"fifo"` and `"rr"`, 0 for all others.
        runtime_ns: the budget of `"deadline"`; for `"other"` and `"batch"` the slice asked
            for, since Linux 6.12: 100,000 to 100,000,000, or 0 for the kernel's own.
        deadline_ns: of `"deadline"`, counted from the start of a period.
        period_ns: of `"deadline"`.
        reset_on_fork: whether its children start as ordinary tasks.

    Raises:
        InvalidInput: if a value is out of range.
    """

    policy: str = "other"
    nice: int = 0
    priority: int = 0
    runtime_ns: int = 0
    deadline_ns: int = 0
    period_ns: int = 0
    reset_on_fork: bool = False

    def __post_init__(self) -> None:
        require_choice("policy", self.policy, POLICIES)
        require_whole("nice", self.nice, -20, 19)
        low, high = (1, 99) if self.policy in REAL_TIME else (0, 0)
        require_whole("priority", self.priority, low, high)
        for name in ("runtime_ns", "deadline_ns", "period_ns"):
            require_whole(name, getattr(self, name), 0, _HIGHEST)
        ok = isinstance(self.reset_on_fork, bool)
        require(ok, "reset_on_fork", self.reset_on_fork, "True or False")


def read(pid: int = 0) -> Attributes:
    """Return how a task is scheduled; 0 is the calling thread.

    A kernel before 6.12 says a slice of 0 for ordinary tasks.

    Raises:
        InvalidInput: if there is no such task.

    Source: sched_setattr(2).
    """
    require_whole("pid", pid, 0, 2**31 - 1)
    answer = bytearray(_ATTRIBUTES.size)
    try:
        call("sched_getattr", pid, answer, len(answer), 0)
    except OSError as error:
        raise _refused(pid, error) from error
    _, policy, flags, nice, priority, runtime, deadline, period = _ATTRIBUTES.unpack(answer)
    names = {number: name for name, number in POLICIES.items()}
    if policy not in names:
        raise Unavailable(f"policy {policy}", "It is newer than this book; see sched(7).")
    return Attributes(
        names[policy], nice, priority, runtime, deadline, period, bool(flags & _RESET_ON_FORK)
    )


def write(attributes: Attributes, pid: int = 0) -> None:
    """Have a task scheduled as `attributes` say; 0 is the calling thread.

    Raises:
        InvalidInput: if there is no such task, or the kernel finds the values impossible.
        Unavailable: without the privilege, or if no CPU has room for the budget.

    Source: sched_setattr(2).
    """
    require(isinstance(attributes, Attributes), "attributes", attributes, "Attributes")
    require_whole("pid", pid, 0, 2**31 - 1)
    words = _ATTRIBUTES.pack(
        _ATTRIBUTES.size, POLICIES[attributes.policy],
        _RESET_ON_FORK if attributes.reset_on_fork else 0, attributes.nice, attributes.priority,
        attributes.runtime_ns, attributes.deadline_ns, attributes.period_ns,
    )  # fmt: skip
    try:
        call("sched_setattr", pid, bytearray(words), 0)
    except OSError as error:
        raise _refused(pid, error, attributes) from error


def round_robin_interval_ns(pid: int = 0) -> int:
    """Return the quantum the kernel names for a task; for ordinary tasks, their slice.

    Raises:
        InvalidInput: if there is no such task.

    Source: sched_rr_get_interval(2); kernel/sched/fair.c, `get_rr_interval_fair`.
    """
    require_whole("pid", pid, 0, 2**31 - 1)
    try:
        return round(os.sched_rr_get_interval(pid) * 1e9)
    except OSError as error:
        raise _refused(pid, error) from error


def tick_ns() -> int:
    """Return the time between two scheduler ticks: the resolution of the coarse clock.

    Source: clock_getres(2), CLOCK_MONOTONIC_COARSE; kernel/time/posix-timers.c.
    """
    clock_monotonic_coarse = 6
    return round(time.clock_getres(clock_monotonic_coarse) * 1e9)


def _refused(pid: int, error: OSError, wanted: Attributes | None = None) -> Exception:
    if error.errno == errno.ESRCH:
        return InvalidInput("pid", pid, "a task that exists")
    if error.errno == errno.EINVAL and wanted is not None:
        return InvalidInput("attributes", wanted, "values that this kernel accepts")
    what = f"policy {wanted.policy!r} with these values" if wanted else "a task's policy"
    if error.errno == errno.EBUSY:
        return Unavailable(what, "The CPUs have no room for this budget; ask for less.")
    return Unavailable(what, REMEDY)
