"""What a new worker shares with its maker."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SharingRow:
    """One thing that a worker changed, and who saw the change.

    Args:
        what: what was changed.
        kept_in: the kernel's structure that holds it.
        by_thread: whether the maker saw a thread's change.
        by_process: whether the maker saw a forked process's change.
    """

    what: str
    kept_in: str
    by_thread: bool
    by_process: bool


@dataclass(frozen=True, slots=True)
class Sharing:
    """The rows of the comparison, in the order they were tried."""

    rows: tuple[SharingRow, ...]
