"""What a worker shares with its maker, and what became of workers after a crash, as tables."""

from __future__ import annotations

from collections.abc import Sequence

from oslab.errors import require
from oslab.processes.records.crash import CrashOutcome
from oslab.processes.records.sharing import Sharing
from oslab.table import Table


def thread_sharing(sharing: Sharing) -> Table:
    """Return one row a thing: did the maker see the worker's change?

    Raises:
        InvalidInput: if `sharing` is no Sharing.
    """
    require(isinstance(sharing, Sharing), "sharing", sharing, "a Sharing")
    return Table(
        caption="Changed by a worker; seen by its maker?",
        columns=("what", "kept in", "thread", "process"),
        rows=tuple(
            (row.what, row.kept_in, _seen(row.by_thread), _seen(row.by_process))
            for row in sharing.rows
        ),
    )


def crash(outcomes: Sequence[CrashOutcome]) -> Table:
    """Return one row a crash: who finished, and what the kernel said of the victim.

    Raises:
        InvalidInput: if they are no outcomes of `measure.crash`.
    """
    ok = isinstance(outcomes, tuple | list) and len(outcomes) > 0
    require(ok, "outcomes", outcomes, "CrashOutcomes")
    for one in outcomes:
        require(isinstance(one, CrashOutcome), "outcomes", one, "CrashOutcomes")
    return Table(
        caption="One worker comes to a bad end; how many of the others finish?",
        columns=("what happened", "others", "finished", "signal", "exit status"),
        rows=tuple(
            (
                one.arrangement, str(one.workers - 1), str(one.survivors),
                str(one.signal) if one.signal else "none", str(one.exit_status),
            )
            for one in outcomes
        ),
    )  # fmt: skip


def _seen(yes: bool) -> str:
    return "shared" if yes else "its own"
