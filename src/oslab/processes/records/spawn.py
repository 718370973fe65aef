"""How a program that was started came to its end."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require, require_choice, require_whole

EXITED, KILLED, EXEC_FAILED = "exited", "killed", "exec failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One of three ends, and its number.

    Args:
        end: `"exited"`, `"killed"` (by a signal) or `"exec failed"` (it never ran).
        number: the exit status 0 to 255, the signal 1 to 127, or the errno of exec.

    Raises:
        InvalidInput: if the number is not one such.
    """

    end: str
    number: int

    def __post_init__(self) -> None:
        require_choice("end", self.end, (EXITED, KILLED, EXEC_FAILED))
        low, high = {EXITED: (0, 255), KILLED: (1, 127), EXEC_FAILED: (1, 4095)}[self.end]
        require_whole("number", self.number, low=low, high=high)

    def __str__(self) -> str:
        words = {
            EXITED: "exit status",
            KILLED: "killed by signal",
            EXEC_FAILED: "exec failed, errno",
        }
        return f"{words[self.end]} {self.number}"

    __repr__ = __str__


@dataclass(frozen=True, slots=True)
class WaitStatus:
    """The word that `waitpid` hands out, and what it says.

    Args:
        word: 16 bits: exit status in the high byte, signal in the low seven, one for a core dump.
        outcome: what the word means.
        core: whether the kernel wrote a core dump.
        shell: what `$?` shows for it in a shell.

    Raises:
        InvalidInput: if a field is not one such.
    """

    word: int
    outcome: Outcome
    core: bool
    shell: int

    def __post_init__(self) -> None:
        require_whole("word", self.word, low=0, high=0xFFFF)
        require(isinstance(self.outcome, Outcome), "outcome", self.outcome, "an Outcome")
        require(isinstance(self.core, bool), "core", self.core, "True or False")
        require_whole("shell", self.shell, low=0, high=255)
