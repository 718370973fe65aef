"""What one call used, seen from outside the box it ran in."""

from __future__ import annotations

import contextlib
from dataclasses import replace

from oslab.course import counters
from oslab.course.channel import Worker
from oslab.course.questions import Seen
from oslab.errors import InvalidInput, Unavailable, require
from oslab.linux.procfs import status

_OWN = 3
"""The box's two processes and the worker itself."""


class Watching:
    """Counts from now on; `look` while it runs, `seen` at the end.

    Args:
        worker: what is watched.

    Raises:
        InvalidInput: if it is no Worker.
        Unavailable: if it is gone.
    """

    def __init__(self, worker: Worker) -> None:
        require(isinstance(worker, Worker), "worker", worker, "a Worker")
        self._worker = worker
        self._peak = 0
        self._switches: dict[int, tuple[int, int]] = {}
        self._before = counters.read(worker.pid)

    def look(self) -> None:
        """Count the children of this moment, and their switches up to now."""
        inside = self._worker.box.members()
        self._peak = max(self._peak, len(inside) - _OWN)
        for pid in inside[_OWN:]:
            with contextlib.suppress(InvalidInput, Unavailable):
                now = status.read(pid)
                self._switches[pid] = (now.voluntary_ctxt_switches, now.nonvoluntary_ctxt_switches)

    def seen(self) -> Seen | None:
        """Return what was counted, or None if the worker is gone; no child is left after it."""
        box = self._worker.box
        try:
            after = counters.read(self._worker.pid)
        except (InvalidInput, Unavailable):
            return None
        left = len(box.children())
        # What still runs would disturb the next try.
        box.end_others()
        seen = self._before.until(after, peak_children=max(0, self._peak), children_left=left)
        # As far as the looks saw: a child's last switches are between two of them.
        voluntary, involuntary = (
            sum(column) for column in zip((0, 0), *self._switches.values(), strict=True)
        )
        return replace(
            seen, children_voluntary_switches=voluntary, children_involuntary_switches=involuntary
        )
