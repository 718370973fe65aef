"""/proc/PID/syscall: the system call in which a task waits, with its arguments."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from oslab.errors import InvalidInput
from oslab.linux.procfs.fetch import PROC, Task, task_text
from oslab.linux.procfs.words import hexadecimal, parser, whole


@dataclass(frozen=True, slots=True)
class TaskSyscall:
    """What a task is doing, seen from the trap.

    Args:
        is_running: on a CPU or ready for one; then nothing else is known.
        number: of the call it waits in, by the table of its architecture; None if it
            waits outside any call, as in a page fault.
        arguments: the six registers of arguments; None outside a call.
        stack_pointer: in user space; None while it runs.
        program_counter: in user space, where it will go on; None while it runs.
    """

    is_running: bool
    number: int | None = None
    arguments: tuple[int, int, int, int, int, int] | None = None
    stack_pointer: int | None = None
    program_counter: int | None = None


@parser("/proc/PID/syscall")
def parse(text: str) -> TaskSyscall:
    r"""Return the record of one task.

    >>> parse("running\n").is_running
    True
    >>> parse("-1 0x7ffc15b2ed18 0x7f81d40792ad\n").number is None
    True

    Raises:
        InvalidInput: if `text` is none of the three shapes the kernel writes.

    Source: fs/proc/base.c, `proc_pid_syscall`; proc_pid_syscall(5).
    """
    match text.split():
        case ["running"]:
            return TaskSyscall(is_running=True)
        case ["-1", stack, program]:
            return TaskSyscall(
                False, stack_pointer=hexadecimal(stack), program_counter=hexadecimal(program)
            )
        case [number, *registers] if len(registers) == 8:
            a, b, c, d, e, f, stack_at, program_at = map(hexadecimal, registers)
            return TaskSyscall(False, whole(number), (a, b, c, d, e, f), stack_at, program_at)
        case _:
            raise InvalidInput("text", text, "running, or a call with its registers")


def read(task: Task, proc: Path | str = PROC) -> TaskSyscall:
    """Return `parse` of one task's file; asking about oneself finds the `read` that asks.

    Raises:
        InvalidInput: if there is no such task.
        Unavailable: if it is not ours to trace, or the architecture cannot tell.
    """
    return parse(task_text(task, "syscall", proc))
