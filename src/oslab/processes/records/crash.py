"""What one worker's end did to the others."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CrashOutcome:
    """Workers of which one ended badly, and what became of the rest.

    Args:
        arrangement: how the workers were made and what happened to one of them.
        workers: how many there were.
        survivors: how many finished their work afterwards.
        signal: the signal that ended the victim's process, 0 if none did.
        exit_status: of the victim's process as wait(2) gives it, -signal if a signal ended it.
    """

    arrangement: str
    workers: int
    survivors: int
    signal: int
    exit_status: int


@dataclass(frozen=True, slots=True)
class Blast:
    """Workers spread over processes, the first of which has crashed.

    Args:
        processes: threads in each.
        survivors: workers that go on.
    """

    processes: tuple[int, ...]
    survivors: int
