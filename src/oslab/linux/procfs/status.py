"""/proc/PID/status: what the kernel keeps about a task, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from oslab.errors import InvalidInput, require_whole
from oslab.linux.procfs.fetch import PROC, Task, task_text
from oslab.linux.procfs.words import count, cpus, hexadecimal, named, parser, size, whole

STATES: Mapping[str, str] = {
    "R": "running, or ready to run",
    "S": "sleeping, a signal wakes it",
    "D": "sleeping, nothing but the event wakes it",
    "T": "stopped by a signal",
    "t": "stopped by a tracer",
    "Z": "zombie: ended, waiting to be reaped",
    "X": "dead, about to disappear",
    "I": "idle kernel thread",
    "P": "parked kernel thread",
}
"""What the letter after `State:` means. Source: fs/proc/array.c, `task_state_array`."""


@dataclass(frozen=True, slots=True)
class Status:
    """One task: who it is, what memory it has, which signals and CPUs it may see.

    All sizes are bytes, and 0 where the task has no address space (kernel
    threads, zombies). None means that the kernel does not tell.

    Args:
        name: the command, at most 15 bytes; kernel threads may have more.
        state: one letter, a key of `STATES`.
        tgid: thread group: what users call the process number.
        pid: the task: what users call the thread number.
        ppid: parent's process number; 0 if the parent is out of sight.
        tracer_pid: the process that traces this one; 0 if none.
        uid: real, effective, saved and file-system user.
        gid: the same four for the group.
        threads: tasks in the thread group.
        vm_peak: highest `vm_size` so far.
        vm_size: addresses in use, touched or not.
        vm_lck: locked in memory.
        vm_pin: pinned: may not even move.
        vm_hwm: highest `vm_rss` so far ("high water mark").
        vm_rss: resident pages: `rss_anon` + `rss_file` + `rss_shmem`.
        rss_anon: resident pages of no file: heap, stack, written private pages.
        rss_file: resident pages of files.
        rss_shmem: resident pages of shared memory, tmpfs included.
        vm_data: private writable areas without the stack.
        vm_stk: the main thread's stack.
        vm_exe: the program's own code.
        vm_lib: code of libraries.
        vm_pte: page tables, all levels.
        vm_swap: anonymous pages swapped out.
        hugetlb_pages: explicit huge pages, not counted in `vm_rss`.
        sig_pnd: signals pending for this thread, bit n-1 for signal n; see `signals`.
        shd_pnd: signals pending for the whole process.
        sig_blk: blocked signals.
        sig_ign: ignored signals.
        sig_cgt: signals with a handler.
        cap_eff: effective capabilities, one bit each.
        seccomp: 0 none, 1 strict, 2 filter; None where seccomp is not built in.
        cpus_allowed: CPUs that affinity and cpusets leave.
        mems_allowed: NUMA nodes that cpusets leave.
        voluntary_ctxt_switches: times it gave its CPU away, to wait.
        nonvoluntary_ctxt_switches: times its CPU was taken.
        fields: every line of the file, unparsed, under the kernel's own name.
    """

    name: str
    state: str
    tgid: int
    pid: int
    ppid: int
    tracer_pid: int
    uid: tuple[int, int, int, int]
    gid: tuple[int, int, int, int]
    threads: int
    vm_peak: int
    vm_size: int
    vm_lck: int
    vm_pin: int
    vm_hwm: int
    vm_rss: int
    rss_anon: int
    rss_file: int
    rss_shmem: int
    vm_data: int
    vm_stk: int
    vm_exe: int
    vm_lib: int
    vm_pte: int
    vm_swap: int
    hugetlb_pages: int
    sig_pnd: int
    shd_pnd: int
    sig_blk: int
    sig_ign: int
    sig_cgt: int
    cap_eff: int
    seccomp: int | None
    cpus_allowed: frozenset[int]
    mems_allowed: frozenset[int]
    voluntary_ctxt_switches: int
    nonvoluntary_ctxt_switches: int
    fields: Mapping[str, str] = field(repr=False)


_SIZES = {
    "vm_peak": "VmPeak", "vm_size": "VmSize", "vm_lck": "VmLck", "vm_pin": "VmPin",
    "vm_hwm": "VmHWM", "vm_rss": "VmRSS", "rss_anon": "RssAnon", "rss_file": "RssFile",
    "rss_shmem": "RssShmem", "vm_data": "VmData", "vm_stk": "VmStk", "vm_exe": "VmExe",
    "vm_lib": "VmLib", "vm_pte": "VmPTE", "vm_swap": "VmSwap", "hugetlb_pages": "HugetlbPages",
}  # fmt: skip
_COUNTS = {
    "tgid": "Tgid", "pid": "Pid", "ppid": "PPid", "tracer_pid": "TracerPid", "threads": "Threads",
    "voluntary_ctxt_switches": "voluntary_ctxt_switches",
    "nonvoluntary_ctxt_switches": "nonvoluntary_ctxt_switches",
}  # fmt: skip
_MASKS = {
    "sig_pnd": "SigPnd", "shd_pnd": "ShdPnd", "sig_blk": "SigBlk", "sig_ign": "SigIgn",
    "sig_cgt": "SigCgt", "cap_eff": "CapEff",
}  # fmt: skip


@parser("/proc/PID/status")
def parse(text: str) -> Status:
    """Return the record of one task.

    Raises:
        InvalidInput: if a line that every kernel writes is missing or damaged.

    Source: fs/proc/array.c, `proc_pid_status`; fs/proc/task_mmu.c, `task_mem`.
    """
    fields = named(text)
    state = fields["State"][:1]
    if state not in STATES:
        raise InvalidInput("State", fields["State"], "one of " + ", ".join(STATES))
    sizes = {key: size(fields[name]) if name in fields else 0 for key, name in _SIZES.items()}
    return Status(
        name=_unescaped(fields["Name"]),
        state=state,
        uid=_four(fields["Uid"]),
        gid=_four(fields["Gid"]),
        seccomp=count(fields["Seccomp"]) if "Seccomp" in fields else None,
        cpus_allowed=cpus(fields["Cpus_allowed_list"]),
        mems_allowed=cpus(fields.get("Mems_allowed_list", "0")),
        fields=fields,
        **sizes,
        **{key: count(fields[name]) for key, name in _COUNTS.items()},
        **{key: hexadecimal(fields[name]) for key, name in _MASKS.items()},
    )


def read(task: Task = "self", proc: Path | str = PROC) -> Status:
    """Return `parse` of one task's file.

    Raises:
        InvalidInput: if there is no such task.
        Unavailable: if /proc hides it.
    """
    return parse(task_text(task, "status", proc))


def signals(mask: int) -> tuple[int, ...]:
    """Return the signal numbers of a mask such as `sig_blk`, in rising order.

    >>> signals(0b1000_0000_0000_0010)
    (2, 16)

    Raises:
        InvalidInput: if `mask` is not a whole number of 0 to 128 bits.
    """
    require_whole("mask", mask, low=0, high=2**128 - 1)
    return tuple(number + 1 for number in range(mask.bit_length()) if mask >> number & 1)


def _four(words: str) -> tuple[int, int, int, int]:
    real, effective, saved, file_system = map(whole, words.split())
    return real, effective, saved, file_system


def _unescaped(name: str) -> str:
    # The kernel writes a newline and a backslash of the name as `\n` and `\\`.
    return "\\".join(part.replace("\\n", "\n") for part in name.split("\\\\"))
