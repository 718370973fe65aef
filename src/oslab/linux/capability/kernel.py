"""Mechanisms of the kernel that a sandbox or a setting may take away."""

from __future__ import annotations

import errno
import os
import struct
import threading
from pathlib import Path

from oslab.errors import Unavailable, require
from oslab.linux.capability.outcome import Capability, found, missing
from oslab.linux.system_call import call

PROC, SYS = Path("/proc"), Path("/sys")

_SOFTWARE, _HARDWARE = 1, 0
_TASK_CLOCK, _INSTRUCTIONS = 1, 1
# disabled=0, exclude_kernel and exclude_hv: what an ordinary user may ask for.
_USER_ONLY = (1 << 5) | (1 << 6)
_SANDBOX = "Allow the system call in the container's seccomp profile."


def perf_software() -> tuple[Capability, ...]:
    """Count this thread's CPU time with a perf software event.

    Source: perf_event_open(2).
    """
    name = "perf software events"
    try:
        count = _count(_SOFTWARE, _TASK_CLOCK)
    except (OSError, Unavailable) as error:
        return missing(name, _plain(error), _perf_remedy(error))
    return found(name, f"counted {count} ns of task clock")


def perf_hardware() -> tuple[Capability, ...]:
    """Count this thread's instructions with the CPU's own counters.

    Source: perf_event_open(2).
    """
    name = "perf hardware events"
    try:
        count = _count(_HARDWARE, _INSTRUCTIONS)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.EOPNOTSUPP, errno.ENODEV):
            remedy = "Use a machine, or a virtual machine, that passes on its performance counters."
            return missing(name, "no performance counters are visible", remedy)
        return missing(name, error, _perf_remedy(error))
    except Unavailable as error:
        return missing(name, _plain(error), error.remedy)
    if count == 0:
        remedy = "Ask whoever runs this virtual machine for its performance counters."
        return missing(name, "the counter opens and stays at 0", remedy)
    return found(name, f"counted {count} instructions")


def io_uring() -> tuple[Capability, ...]:
    """Set up a ring of one entry and close it.

    Source: io_uring_setup(2).
    """
    name = "io_uring"
    try:
        os.close(call("io_uring_setup", 1, bytearray(120)))
    except (OSError, Unavailable) as error:
        remedy = f"Set /proc/sys/kernel/io_uring_disabled to 0. {_SANDBOX}"
        return missing(name, _plain(error), remedy)
    return found(name, "a ring could be set up")


def userfaultfd() -> tuple[Capability, ...]:
    """Open a descriptor that handles page faults of user mode.

    Source: userfaultfd(2); UFFD_USER_MODE_ONLY needs no privilege since 5.11.
    """
    name = "userfaultfd"
    user_mode_only = 1
    try:
        os.close(call("userfaultfd", os.O_CLOEXEC | os.O_NONBLOCK | user_mode_only))
    except (OSError, Unavailable) as error:
        return missing(name, _plain(error), _SANDBOX)
    return found(name, "faults of user mode can be handled")


def real_time() -> tuple[Capability, ...]:
    """Let a short-lived thread enter SCHED_FIFO at the lowest priority and end.

    A thread and no process: forking a notebook with threads is a risk, and the
    policy of one thread is its own.

    Source: sched(7), "Limiting the CPU usage of real-time and deadline processes".
    """
    name = "real-time scheduling"
    answer: list[OSError | None] = []
    thread = threading.Thread(target=_enter_fifo, args=(answer,))
    thread.start()
    thread.join()
    error = answer[0]
    if error is None:
        return found(name, "a thread entered SCHED_FIFO")
    if os.geteuid() == 0:
        remedy = "Give this control group a budget in cpu.rt_runtime_us, or add CAP_SYS_NICE."
    else:
        remedy = "Run as root, or raise the limit RLIMIT_RTPRIO (ulimit -r)."
    return missing(name, error, remedy)


def pressure(proc: Path = PROC) -> tuple[Capability, ...]:
    """Read the system's CPU pressure.

    Raises:
        InvalidInput: if `proc` is no Path.

    Source: Documentation/accounting/psi.rst.
    """
    require(isinstance(proc, Path), "proc", proc, "a directory, as a Path")
    name = "pressure stall information"
    try:
        text = (proc / "pressure" / "cpu").read_text()
    except OSError as error:
        return missing(name, error, "Boot with psi=1, on a kernel with CONFIG_PSI.")
    except ValueError:
        text = ""
    if not text.startswith("some"):
        return missing(name, "the file holds no pressure", "Boot with psi=1.")
    return found(name, text.splitlines()[0])


def tracefs(sys: Path = SYS) -> tuple[Capability, ...]:
    """Look for the tracers, and whether this user may switch one on.

    Raises:
        InvalidInput: if `sys` is no Path.

    Source: Documentation/trace/ftrace.rst.
    """
    require(isinstance(sys, Path), "sys", sys, "a directory, as a Path")
    name = "tracefs"
    folder = sys / "kernel" / "tracing"
    try:
        tracers = (folder / "available_tracers").read_text().split()
        with (folder / "tracing_on").open("r+"):
            pass  # opened for writing, and left as it is
    except FileNotFoundError:
        remedy = "As root: mount -t tracefs nodev /sys/kernel/tracing"
        return missing(name, "it is not mounted", remedy)
    except (OSError, ValueError) as error:
        return missing(name, _plain(error), "Run as root, outside a container.")
    return found(name, f"writable; tracers: {', '.join(tracers)}")


def _enter_fifo(answer: list[OSError | None]) -> None:
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO | os.SCHED_RESET_ON_FORK, os.sched_param(1))
    except OSError as error:
        answer.append(error)
    else:
        os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
        answer.append(None)


def _count(kind: int, event: int) -> int:
    """Count one event of this thread over a short loop."""
    attributes = bytearray(128)
    struct.pack_into("=IIQ", attributes, 0, kind, len(attributes), event)
    struct.pack_into("=Q", attributes, 40, _USER_ONLY)
    no_group = -1
    file = call("perf_event_open", attributes, 0, -1, no_group, 0)
    try:
        sum(range(2_000))
        return int(struct.unpack("=Q", os.read(file, 8))[0])
    finally:
        os.close(file)


def _perf_remedy(error: Exception) -> str:
    if isinstance(error, Unavailable):
        return error.remedy
    if isinstance(error, OSError) and error.errno == errno.ENOSYS:
        return "Use a kernel with CONFIG_PERF_EVENTS."
    return f"Set /proc/sys/kernel/perf_event_paranoid to 2 or less. {_SANDBOX}"


def _plain(error: Exception) -> str | OSError:
    if isinstance(error, Unavailable):
        return f"{error.what} is not known"
    return error if isinstance(error, OSError) else str(error)
