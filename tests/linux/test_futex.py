"""A wait at a futex is told from other waits, by the numbers alone."""

from __future__ import annotations

import os
from array import array

import pytest

from oslab.errors import InvalidInput, Unavailable
from oslab.linux import futex, process_memory
from oslab.linux.procfs.syscall import TaskSyscall

ME = os.getpid()
kept = array("Q", [0, 0x5CA1AB1E_0DDBA11, 0])


def call(number: int, *arguments: int) -> TaskSyscall:
    a, b, c, d, e, f = (*arguments, 0, 0, 0, 0, 0, 0)[:6]
    return TaskSyscall(False, number, (a, b, c, d, e, f), 1, 2)


@pytest.mark.parametrize(("machine", "number"), [("x86_64", 202), ("aarch64", 98)])
def test_a_private_wait_is_a_wait(machine: str, number: int) -> None:
    found = futex.waiting(call(number, 0x1000, 0x80, 2), machine)

    assert found == futex.FutexWait(0x1000, futex.WAIT, 2)


@pytest.mark.parametrize("other", [
    call(202, 0x1000, 0x81, 1), call(0, 0x1000, 0x80, 2), TaskSyscall(True),
    TaskSyscall(False, None, None, 1, 2),
])  # fmt: skip
def test_waking_running_and_other_calls_are_no_wait(other: TaskSyscall) -> None:
    assert futex.waiting(other, "x86_64") is None


def test_an_architecture_without_a_known_number_is_told() -> None:
    with pytest.raises(Unavailable):
        futex.waiting(call(202), "vax")


@pytest.mark.parametrize(
    ("words", "wait", "expected"),
    [([2, 0, 71], (futex.WAIT, 2), (futex.MUTEX, 71)),
     ([2, 0, 70], (futex.WAIT, 2), (futex.WORD, None)),
     ([0x80000000 | 72, 0, 0], (futex.LOCK_PI, 0), (futex.PI_MUTEX, 72)),
     ([0x80000000 | 70, 0, 0], (futex.LOCK_PI2, 0), (futex.PI_MUTEX, None)),
     ([71, 0, 0], (futex.WAIT_BITSET, 71), (futex.JOIN, 71)),
     ([0, 0, 71], (futex.WAIT_BITSET, 0), (futex.WORD, None))],
)  # fmt: skip
@pytest.mark.kernel
def test_what_a_futex_belongs_to(
    words: list[int], wait: tuple[int, int], expected: tuple[str, int | None]
) -> None:
    memory = array("I", words)
    at = futex.FutexWait(memory.buffer_info()[0], *wait)

    assert futex.describe(ME, at, (71, 72)) == expected


@pytest.mark.kernel
def test_memory_is_read_and_searched() -> None:
    address = kept.buffer_info()[0] + 8

    assert process_memory.read(ME, address, 8) == kept[1].to_bytes(8, "little")
    assert address in set(process_memory.words(ME, kept[1]))


@pytest.mark.kernel
def test_what_is_not_mapped_is_refused() -> None:
    with pytest.raises(InvalidInput):
        process_memory.read(ME, 0, 8)
