"""Real tasks under any policy: described in Python, run by a small C program, watched.

The program is `programs/tasks.c`. Each task is a process that does nothing but compute,
or computes and sleeps in turn; native code, so that a loop round takes 30 ns and a gap
in its own clock is the scheduler's doing. The same program runs under the guest kernel
of `oslab.linux.uml`, which is how CFS is asked.
"""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace

from oslab.errors import Unavailable, require, require_choice, require_number, require_whole
from oslab.linux import affinity, c_program, uml
from oslab.scheduling.measure.task import CFS, HOST, KERNELS, LONGEST_MS, Outcome, Task, parse


def run(
    tasks: Sequence[Task], *, duration_ms: int = 1_000, warmup_ms: int = 100, gap_us: int = 500,
    kernel: str = HOST, shield: bool = True,
) -> Outcome:  # fmt: skip
    """Run some tasks side by side for a while and return what each got.

    Where autogroup is on and privilege allows, the tasks that share our session get nice
    -20 *as a group*: other sessions then take a hundredth of the CPU at most, and what
    happens within the group is the same as without.

    Args:
        tasks: 1 to 64, with different names.
        duration_ms: 10 to 60,000.
        warmup_ms: the counts begin so long after the tasks, below `duration_ms`.
        gap_us: a longer silence in its own clock ends a task's stretch, 10 to 100,000.
        kernel: `"host"`, or `"cfs"` for the guest kernel, whose one CPU needs no pinning.
        shield: whether to keep other sessions off, as told above.

    Raises:
        InvalidInput: if a value is out of range or a CPU is not allowed.
        Unavailable: without a C compiler, the guest kernel, or the privilege for a policy.
    """
    require_whole("duration_ms", duration_ms, 10, LONGEST_MS)
    require_whole("warmup_ms", warmup_ms, 0, duration_ms - 1)
    require_number("gap_us", gap_us, 10, 100_000)
    require_choice("kernel", kernel, KERNELS)
    require(isinstance(shield, bool), "shield", shield, "True or False")
    chosen = _placed(tasks, kernel, shield)
    command = _command(chosen, duration_ms, warmup_ms, int(gap_us), kernel)
    if kernel == HOST:
        return parse(_on_host(command, duration_ms), os.uname().release, chosen)
    guest = uml.run(command, timeout_s=60 + duration_ms / 100)
    return parse(guest.output, guest.kernel, chosen)


@contextmanager
def beside(tasks: Sequence[Task], *, longest_ms: int = 20_000) -> Iterator[None]:
    """Have some tasks compute beside what the block does, on this kernel.

    Args:
        tasks: as `run` takes them.
        longest_ms: they end by themselves after so long, 10 to 60,000.

    Raises:
        InvalidInput: if a value is out of range or a CPU is not allowed.
        Unavailable: without a C compiler.
    """
    require_whole("longest_ms", longest_ms, 10, LONGEST_MS)
    command = _command(_placed(tasks, HOST, shield=False), longest_ms, 0, 1_000, HOST)
    child = _start(command)
    try:
        yield
    finally:
        _end(child)


def _placed(tasks: Sequence[Task], kernel: str, shield: bool) -> list[Task]:
    """Return the tasks as that kernel is to run them; the guest has one CPU."""
    ok = isinstance(tasks, list | tuple) and 1 <= len(tasks) <= 64
    ok = ok and all(isinstance(one, Task) for one in tasks)
    require(ok, "tasks", tasks, "1 to 64 Tasks")
    require(len({one.name for one in tasks}) == len(tasks), "tasks", tasks, "different names")
    if kernel == CFS:
        return [replace(one, cpu=None) for one in tasks]
    for one in tasks:
        if one.cpu is not None:
            affinity.require_cpu("cpu", one.cpu)
    if not shield:
        return list(tasks)
    return [one if one.session else replace(one, session=63, group_nice=-20) for one in tasks]


def _command(
    tasks: Sequence[Task], duration_ms: int, warmup_ms: int, gap_us: int, kernel: str
) -> list[str]:
    program = str(c_program.compile(c_program.find("scheduling", "tasks")))
    clock = "monotonic" if kernel == HOST else "tsc"
    busy = {one.cpu for one in tasks}
    free = [cpu for cpu in affinity.allowed() if cpu not in busy]
    watcher = free[0] if free and kernel == HOST and None not in busy else -1
    numbers = map(str, (duration_ms, warmup_ms, watcher))
    return [program, *numbers, clock, str(gap_us), *(one.words() for one in tasks)]


def _on_host(command: list[str], duration_ms: int) -> str:
    child = _start(command)
    try:
        output, _ = child.communicate(timeout=60 + duration_ms / 100)
    except subprocess.TimeoutExpired:
        raise Unavailable("the tasks' answer", "Try again when the machine is less busy.") from None
    finally:
        _end(child)
    return output


def _start(command: list[str]) -> subprocess.Popen[str]:
    # A session of its own is an autogroup of its own: what else this shell runs weighs nothing.
    return subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True, start_new_session=True,
    )  # fmt: skip


def _end(child: subprocess.Popen[str]) -> None:
    """Kill the program; its tasks die with it, and sessions of their own with their leader."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.communicate()
