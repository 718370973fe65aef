"""A deadlock in a live process, found from outside."""

from __future__ import annotations

from oslab.errors import InvalidInput, Unavailable, require, require_whole
from oslab.linux import futex, python_lock
from oslab.linux.procfs import stack, status, syscall, threads, wchan
from oslab.sync.records.wait_for import Wait, WaitForGraph

_PARKED = 4096


def deadlock(pid: int) -> WaitForGraph:
    """Ask a process, without stopping it, who of its threads waits for whom.

    `/proc/PID/task/TID/syscall` gives the address at which a thread sleeps, and the memory there
    gives the owner: of a mutex of C, and of an RLock of Python up to 3.13. Every thread that
    stands still is listed, also where nobody notes an owner. No cycle is proof of nothing:
    what is noted nowhere cannot be seen, and two looks a moment apart may differ.

    Known workload: `programs/deadlock.c` makes a ring of threads that this must return.
    Overhead: none for the process, which is only read.

    Args:
        pid: of a process that runs, not this one.

    Raises:
        InvalidInput: if there is no such process.
        Unavailable: if it is not ours to trace.

    Source: proc_pid_syscall(5), proc_pid_wchan(5), proc_pid_stack(5); futex(2).
    """
    require_whole("pid", pid, 1, 2**31 - 1)
    numbers = threads.read(pid)
    require(bool(numbers), "pid", pid, "a process that runs")
    names = {number: f"{_name(pid, number)} ({number})" for number in numbers}
    waits = [_wait(pid, number, names) for number in numbers]
    return WaitForGraph(tuple(names.values()), tuple(wait for wait in waits if wait))


def _name(pid: int, number: int) -> str:
    try:
        return status.read(f"{pid}/task/{number}").name
    except InvalidInput:
        return "ended"  # between the list and now


def _wait(pid: int, number: int, names: dict[int, str]) -> Wait | None:
    task = f"{pid}/task/{number}"
    try:
        call = syscall.read(task)
        asleep = futex.waiting(call)
    except InvalidInput:
        return None
    if call.is_running:
        return None
    if asleep is None:
        return Wait(names[number], _where(task), note=_frames(task))
    parked = asleep.address - (call.stack_pointer or 0)
    if asleep.operation == futex.WAIT_BITSET and 0 <= parked < _PARKED and asleep.value == 0:
        return Wait(
            names[number], "nothing that can come",
            note="parked by glibc: its mutex with priority inheritance would close a cycle",
        )  # fmt: skip
    kind, owner = futex.describe(pid, asleep, tuple(names))
    if kind == futex.WORD:
        return _of_python(pid, number, asleep.address, names)
    owners = () if owner is None else (names[owner],)
    what = kind if kind == futex.JOIN else f"{kind} at {asleep.address:#x}"
    return Wait(names[number], what, owners, "" if owners else "its owner is gone")


def _of_python(pid: int, number: int, address: int, names: dict[int, str]) -> Wait:
    lock = python_lock.behind(pid, address, tuple(names))
    if lock is None:
        return Wait(names[number], f"futex at {address:#x}", note="whose, is noted nowhere")
    if lock.kind == python_lock.LOCK:
        what = f"Lock at {lock.address:#x}"
        return Wait(names[number], what, note="owner unknowable: a Lock notes none")
    owners = () if lock.owner is None else (names[lock.owner],)
    return Wait(names[number], f"RLock at {lock.address:#x}", owners)


def _where(task: str) -> str:
    try:
        return f"the kernel in {wchan.read(task) or 'a call'}"
    except Unavailable:
        return "the kernel"


def _frames(task: str) -> str:
    try:
        return " < ".join(stack.read(task)[:4])
    except (Unavailable, InvalidInput):
        return ""  # only root may see a stack
