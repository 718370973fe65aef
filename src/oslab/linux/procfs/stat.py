"""/proc/PID/stat: the same task in 52 numbers, for programs such as `ps` and `top`."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

from oslab.errors import InvalidInput
from oslab.linux.procfs.fetch import PROC, Task, task_text
from oslab.linux.procfs.words import parser, whole


@dataclass(frozen=True, slots=True)
class TaskStat:
    """The fields in the kernel's order.

    Ticks are 1/`os.sysconf("SC_CLK_TCK")` of a second, 10 ms on x86-64 and arm64;
    for a finer clock read `schedstat`. Addresses read as 0 or 1 without the right
    to trace the process.

    Args:
        pid: task number.
        comm: command, without the parentheses; may hold blanks, `)` and newlines.
        state: one letter, a key of `status.STATES`.
        ppid: parent.
        pgrp: process group.
        session: session.
        tty_nr: controlling terminal, 0 if none.
        tpgid: foreground process group of that terminal, -1 if none.
        flags: `PF_*` bits of include/linux/sched.h; bit 0x00200000 is a kernel thread.
        minflt: page faults served without a disk, by this task.
        cminflt: the same of children it has waited for.
        majflt: page faults that had to read.
        cmajflt: the same of children it has waited for.
        utime_ticks: running its own code.
        stime_ticks: running in the kernel.
        cutime_ticks: `utime_ticks` of children it has waited for.
        cstime_ticks: `stime_ticks` of children it has waited for.
        priority: 20 + nice; negative for real-time tasks.
        nice: -20 to 19.
        num_threads: tasks in the process.
        itrealvalue: 0 since Linux 2.6.17.
        starttime_ticks: when it started, after boot.
        vsize: bytes of addresses in use.
        rss_pages: resident pages (of `os.sysconf("SC_PAGE_SIZE")` bytes); counted lazily,
            `smaps_rollup` is exact.
        rsslim: soft limit in bytes.
        startcode: lowest address of code.
        endcode: highest address of code.
        startstack: bottom of the stack.
        kstkesp: stack pointer, 0 for all but an exiting process.
        kstkeip: instruction pointer, likewise.
        signal: obsolete; see `status`.
        blocked: obsolete; see `status`.
        sigignore: obsolete; see `status`.
        sigcatch: obsolete; see `status`.
        wchan: 1 if it waits in the kernel; the place itself is in `wchan`.
        nswap: 0.
        cnswap: 0.
        exit_signal: sent to the parent at the end.
        processor: CPU it last ran on.
        rt_priority: 1 to 99 for real-time tasks, else 0.
        policy: 0 other, 1 FIFO, 2 round robin, 3 batch, 5 idle, 6 deadline.
        delayacct_blkio_ticks: waiting for block I/O, where the kernel accounts it.
        guest_time_ticks: running a virtual CPU.
        cguest_time_ticks: the same of children it has waited for.
        start_data: lowest address of initialized and zeroed data.
        end_data: highest address of it.
        start_brk: where the heap may grow from.
        arg_start: lowest address of the arguments.
        arg_end: highest address of them.
        env_start: lowest address of the environment.
        env_end: highest address of it.
        exit_code: as `waitpid` gives it; 0 while it runs.
    """

    pid: int
    comm: str
    state: str
    ppid: int
    pgrp: int
    session: int
    tty_nr: int
    tpgid: int
    flags: int
    minflt: int
    cminflt: int
    majflt: int
    cmajflt: int
    utime_ticks: int
    stime_ticks: int
    cutime_ticks: int
    cstime_ticks: int
    priority: int
    nice: int
    num_threads: int
    itrealvalue: int
    starttime_ticks: int
    vsize: int
    rss_pages: int
    rsslim: int
    startcode: int
    endcode: int
    startstack: int
    kstkesp: int
    kstkeip: int
    signal: int
    blocked: int
    sigignore: int
    sigcatch: int
    wchan: int
    nswap: int
    cnswap: int
    exit_signal: int
    processor: int
    rt_priority: int
    policy: int
    delayacct_blkio_ticks: int
    guest_time_ticks: int
    cguest_time_ticks: int
    start_data: int
    end_data: int
    start_brk: int
    arg_start: int
    arg_end: int
    env_start: int
    env_end: int
    exit_code: int

    @property
    def is_kernel_thread(self) -> bool:
        """Whether the kernel made it for itself (`PF_KTHREAD`): no program, no address space."""
        return bool(self.flags & 0x0020_0000)


_AFTER_STATE = tuple(field.name for field in fields(TaskStat))[3:]


@parser("/proc/PID/stat")
def parse(text: str) -> TaskStat:
    """Return the record of one task.

    The command may hold anything, so it ends at the *last* parenthesis: a
    process named `a) R 1 (b` fools every parser that splits at blanks.

    Raises:
        InvalidInput: if a field is missing or damaged; more than 52 are allowed.

    Source: fs/proc/array.c, `do_task_stat`; proc_pid_stat(5).
    """
    pid, opened, rest = text.partition(" (")
    comm, closed, rest = rest.rpartition(") ")
    state, *numbers = rest.split()
    if not opened or not closed or len(state) != 1 or len(numbers) < len(_AFTER_STATE):
        raise InvalidInput("text", text, "52 fields, as in /proc/PID/stat")
    return TaskStat(
        whole(pid), comm, state,
        **dict(zip(_AFTER_STATE, map(whole, numbers), strict=False)),
    )  # fmt: skip


def read(task: Task = "self", proc: Path | str = PROC) -> TaskStat:
    """Return `parse` of one task's file.

    Raises:
        InvalidInput: if there is no such task.
        Unavailable: if /proc hides it.
    """
    return parse(task_text(task, "stat", proc))
