"""Watches the children of this process while an answer runs.

What the watching thread costs is counted for the process, as the answer's own
`getrusage` counts it too: about ten minor faults, and a switch at every look.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time

from oslab.errors import InvalidInput, OslabError, require
from oslab.linux.procfs import children

_EVERY_S = 0.02
_GRACE_S = 0.2


class Watch:
    """Counts the children that were not there before.

    Args:
        peak: whether to look again and again for the most at once, in a thread of its own.
    """

    def __init__(self, peak: bool = False) -> None:
        require(isinstance(peak, bool), "peak", peak, "True or False")
        self._before = set(_children())
        self._most = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True) if peak else None

    def start(self) -> None:
        """Begin to look, if the peak is wanted."""
        if self._thread:
            self._thread.start()

    def stop(self, *, wait: bool = False, kill: bool = False) -> tuple[int, int]:
        """Return the most children at once, and how many are left.

        Args:
            wait: give those that are left a moment to end by themselves.
            kill: end them.
        """
        for name, flag in (("wait", wait), ("kill", kill)):
            require(isinstance(flag, bool), name, flag, "True or False")
        left = self._new()
        self._most = max(self._most, len(left))
        self._ended.set()
        if self._thread:
            self._thread.join()
        until = time.monotonic() + _GRACE_S
        while wait and left and time.monotonic() < until and _any_runs(self._new()):
            time.sleep(0.01)
        if kill:
            _end(self._new())
        return self._most, len(left)

    def _look(self) -> None:
        while not self._ended.wait(_EVERY_S):
            self._most = max(self._most, len(self._new()))

    def _new(self) -> list[int]:
        return [pid for pid in _children() if pid not in self._before]


def _children() -> tuple[int, ...]:
    try:
        # One question to the kernel where there are none, as nearly always.
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        found = children.read()
    except ChildProcessError:
        return ()
    except OslabError:  # a kernel that does not list them
        return ()
    # The one that multiprocessing keeps for itself is nobody's mistake.
    tracker = sys.modules.get("multiprocessing.resource_tracker")
    own = getattr(getattr(tracker, "_resource_tracker", None), "_pid", None)
    return tuple(pid for pid in found if pid != own)


def _any_runs(pids: list[int]) -> bool:
    for pid in pids:
        with contextlib.suppress(ChildProcessError, InvalidInput):
            ended = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            if ended is None:
                return True
    return False


def _end(pids: list[int]) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)
    for pid in pids:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, 0)
