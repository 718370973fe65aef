"""The control block of a live process, and which of its parts a child or thread shares."""

from __future__ import annotations

import os
import platform
import re
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple, TypeVar

from oslab import machine
from oslab.errors import OslabError, require_whole
from oslab.linux import kcmp
from oslab.linux.procfs import fetch, io, sched, schedstat, stat, status
from oslab.measurement import Measurement
from oslab.processes.measure import child
from oslab.processes.records.control_block import ControlBlock, Entry

_T = TypeVar("_T")


class _Files(NamedTuple):
    """What /proc says of one task; a part that is hidden is None."""

    stat: stat.TaskStat
    status: status.Status
    sched: sched.TaskSched | None
    schedstat: schedstat.TaskSchedstat | None
    io: io.TaskIo | None
    syscall: str


Rule = tuple[str, str, str, Callable[[_Files], object], str]
"""Group, member of task_struct, where /proc shows it, how to read it, what it means."""

_POLICIES: dict[int, str] = {
    0: "SCHED_OTHER", 1: "SCHED_FIFO", 2: "SCHED_RR", 3: "SCHED_BATCH", 5: "SCHED_IDLE",
    6: "SCHED_DEADLINE", 7: "SCHED_EXT",
}  # fmt: skip

_NAMES_BEFORE = {
    "__state": ((5, 14), "state"),
    "start_boottime": ((5, 5), "real_start_time"),
    "cpus_mask": ((5, 3), "cpus_allowed"),
    "thread_info.cpu": ((5, 16), "cpu"),
}
"""Members that were renamed: the first release with today's name, and the name before."""

_RULES: tuple[Rule, ...] = (
    ("identity", "tgid", "status Tgid", lambda f: f.status.tgid,
     "what user space calls the process id; shared by its threads"),
    ("identity", "pid", "status Pid", lambda f: f.status.pid,
     "the id of this one task; equal to tgid in the first thread"),
    ("identity", "real_parent->tgid", "stat 4", lambda f: f.stat.ppid, "who will reap it"),
    ("identity", "signal->pids[PIDTYPE_SID]", "stat 6", lambda f: f.stat.session,
     "its session; autogroup gives each session its own share of the CPU"),
    ("identity", "comm", "stat 2", lambda f: f.stat.comm, "its name, cut at 15 bytes"),
    ("identity", "start_boottime", "stat 22", lambda f: _seconds(f.stat.starttime_ticks),
     "when it was made, counted from boot; with the pid it is unique"),
    ("state", "__state", "stat 3", lambda f: f.stat.state, "running or why not, as one bit mask"),
    ("state", "flags", "stat 9", lambda f: f"{f.stat.flags:#x}",
     "PF_ bits, such as PF_KTHREAD for a kernel thread"),
    ("state", "stack (pt_regs)", "syscall", lambda f: _saved_registers(f.syscall),
     "its kernel stack; on top, the user's stack pointer and program counter as they were "
     "when it entered the kernel"),
    ("state", "thread", "(not shown)", lambda f: "",
     "saved at a context switch: kernel stack pointer, segment bases, vector registers"),
    ("scheduling", "policy", "stat 41", lambda f: _POLICIES.get(f.stat.policy, f.stat.policy),
     "which scheduling class serves it"),
    ("scheduling", "static_prio", "stat 19", lambda f: f"nice {f.stat.nice}",
     "120 plus nice; its weight follows from it"),
    ("scheduling", "se.vruntime", "sched", lambda f: _ns(f.sched.vruntime_ns if f.sched else None),
     "time run, slowed by its weight: what the scheduler compares"),
    ("scheduling", "cpus_mask", "status Cpus_allowed_list",
     lambda f: ",".join(map(str, sorted(f.status.cpus_allowed))), "CPUs it may use"),
    ("scheduling", "thread_info.cpu", "stat 39", lambda f: f.stat.processor,
     "the CPU it runs on, or ran on last"),
    ("memory", "mm->total_vm", "status VmSize", lambda f: _mib(f.status.vm_size),
     "addresses it has reserved"),
    ("memory", "mm->rss_stat", "status VmRSS", lambda f: _mib(f.status.vm_rss),
     "pages of them that are in memory"),
    ("memory", "mm->pgtables_bytes", "status VmPTE", lambda f: _mib(f.status.vm_pte),
     "its page tables, which fork copies"),
    ("memory", "mm->start_stack", "stat 28", lambda f: f"{f.stat.startstack:#x}",
     "where the stack of its first thread begins"),
    ("files", "files->fdt", "status FDSize", lambda f: f"{f.status.fields['FDSize']} slots",
     "its table of descriptors, as large as it ever grew"),
    ("files", "fs->umask", "status Umask", lambda f: f.status.fields.get("Umask", ""),
     "permission bits that new files do not get; its working directory lies beside it"),
    ("signals", "blocked", "status SigBlk", lambda f: f"{f.status.sig_blk:016x}",
     "signals that wait; a mask for every thread"),
    ("signals", "pending.signal", "status SigPnd", lambda f: f"{f.status.sig_pnd:016x}",
     "signals that wait for this thread"),
    ("signals", "signal->shared_pending", "status ShdPnd", lambda f: f"{f.status.shd_pnd:016x}",
     "signals that wait for any thread of the process"),
    ("signals", "sighand->action", "status SigCgt", lambda f: f"{f.status.sig_cgt:016x}",
     "signals that have a handler"),
    ("signals", "signal->nr_threads", "status Threads", lambda f: f.status.threads,
     "tasks that share this signal_struct: the threads of the process"),
    ("credentials", "cred->uid", "status Uid", lambda f: f.status.uid[0], "the real user"),
    ("credentials", "cred->cap_effective", "status CapEff", lambda f: f"{f.status.cap_eff:016x}",
     "what of root's power it has now"),
    ("credentials", "seccomp.mode", "status Seccomp", lambda f: f.status.seccomp,
     "0: every system call; 2: a filter decides, as in most containers"),
    ("accounting", "utime", "stat 14", lambda f: _seconds(f.stat.utime_ticks),
     "CPU time in user mode"),
    ("accounting", "stime", "stat 15", lambda f: _seconds(f.stat.stime_ticks),
     "CPU time in the kernel"),
    ("accounting", "sched_info.run_delay", "schedstat 2",
     lambda f: _ns(f.schedstat.delay_ns if f.schedstat else None),
     "time it stood ready without a CPU"),
    ("accounting", "nvcsw", "status voluntary_ctxt_switches",
     lambda f: f.status.voluntary_ctxt_switches, "times it gave its CPU away, to wait"),
    ("accounting", "nivcsw", "status nonvoluntary_ctxt_switches",
     lambda f: f.status.nonvoluntary_ctxt_switches, "times its CPU was taken"),
    ("accounting", "min_flt", "stat 10", lambda f: f.stat.minflt,
     "page faults served without a device"),
    ("accounting", "maj_flt", "stat 12", lambda f: f.stat.majflt, "page faults that read one"),
    ("accounting", "ioac.rchar", "io rchar", lambda f: f.io and _mib(f.io.rchar),
     "bytes that read calls returned, from a device or not"),
)  # fmt: skip


def control_block(pid: int | None = None) -> ControlBlock:
    """Return what /proc shows of the control block of a live process.

    Args:
        pid: of the process; this one if left out.

    Raises:
        InvalidInput: if there is no such process.
        Unavailable: if /proc hides it.

    Source: include/linux/sched.h, struct task_struct; proc(5); fs/proc/array.c.
    """
    task = require_whole("pid", os.getpid() if pid is None else pid, 1, 2**31 - 1)
    release = platform.release()
    files = _Files(
        stat.read(task), status.read(task), _unless_hidden(lambda: sched.read(task)),
        _unless_hidden(lambda: schedstat.read(str(task))), _unless_hidden(lambda: io.read(task)),
        _unless_hidden(lambda: fetch.task_text(task, "syscall")) or "",
    )  # fmt: skip
    entries = tuple(
        Entry(group, _member(member, release), shown, _text(read(files)), meaning)
        for group, member, shown, read, meaning in _RULES
    )
    return ControlBlock(task, files.stat.comm, release, entries)


def shared_structures() -> tuple[Measurement, Measurement]:
    """Ask the kernel which structures a forked child, and a thread, share with their maker.

    Returns:
        fork first, then thread: how many of mm, files, fs and sighand are shared;
        the conditions say which.

    Raises:
        Unavailable: if the kernel has no kcmp, or a sandbox forbids it.

    Source: kcmp(2).
    """
    with child.forked(lambda orders, _: _wait(orders)) as forked:
        of_fork = _compared("fork", forked.pid)
    over = threading.Event()
    made: list[int] = []
    ready = threading.Event()

    def live() -> None:
        made.append(threading.get_native_id())
        ready.set()
        over.wait()

    thread = threading.Thread(target=live)
    thread.start()
    try:
        ready.wait()
        return of_fork, _compared("pthread_create", made[0])
    finally:
        over.set()
        thread.join()


def _wait(orders: int) -> None:
    os.read(orders, 1)


def _compared(made_by: str, task: int) -> Measurement:
    shared = {name: kcmp.same(name, os.getpid(), task) for name in kcmp.STRUCTURES}
    return Measurement(
        "structures shared with the maker", (sum(shared.values()),), "structures",
        "kcmp compares the pointers in both task_structs", machine.this_machine(),
        {"made_by": made_by, **shared},
    )  # fmt: skip


def _unless_hidden(read: Callable[[], _T]) -> _T | None:
    with suppress(OslabError, OSError):
        return read()
    return None


def _member(member: str, release: str) -> str:
    """Return the name of a member in this kernel."""
    found = re.match(r"(\d+)\.(\d+)", release)
    since, before = _NAMES_BEFORE.get(member, ((0, 0), member))
    return before if found and (int(found[1]), int(found[2])) < since else member


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _seconds(ticks: int) -> str:
    return f"{ticks / os.sysconf('SC_CLK_TCK'):.2f} s"


def _ns(value: int | None) -> str:
    return "" if value is None else f"{value / 1e6:.3f} ms"


def _mib(size: int) -> str:
    return f"{size / 2**20:.2f} MiB"


def _saved_registers(syscall: str) -> str:
    """Return stack pointer and program counter; a task that runs has none saved."""
    words = syscall.split()
    return f"sp {words[-2]}, pc {words[-1]}" if len(words) > 2 else syscall.strip()
