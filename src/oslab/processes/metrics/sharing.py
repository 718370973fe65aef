"""A table of what is shared, to counts and single answers."""

from __future__ import annotations

from oslab.errors import InvalidInput, require, require_choice
from oslab.processes.records.sharing import Sharing, SharingRow


def shared_by(sharing: Sharing, who: str) -> tuple[str, ...]:
    """Return what a `"thread"` or a `"process"` shares with its maker.

    Raises:
        InvalidInput: if `sharing` is none or `who` is neither.
    """
    _require_sharing(sharing)
    require_choice("who", who, ("thread", "process"))
    return tuple(
        row.what for row in sharing.rows if (row.by_thread if who == "thread" else row.by_process)
    )


def shared_row(sharing: Sharing, what: str) -> SharingRow:
    """Return the row about `what`.

    Raises:
        InvalidInput: if `sharing` is none or has no such row.
    """
    _require_sharing(sharing)
    for row in sharing.rows:
        if row.what == what:
            return row
    raise InvalidInput("what", what, "one of " + ", ".join(repr(r.what) for r in sharing.rows))


def _require_sharing(value: object) -> None:
    require(isinstance(value, Sharing), "sharing", value, "a Sharing")
