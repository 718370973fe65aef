"""A timeline of the interpreter lock to numbers."""

from __future__ import annotations

from oslab.errors import InvalidInput, require, require_choice, require_whole
from oslab.processes.records.gil import HOLDS, OUTSIDE, STATES, LockTimeline, SpeedupCurve


def lock_time(timeline: LockTimeline, state: str, thread: int | None = None) -> int:
    """Return the microseconds that one thread, or all together, spent in `state`.

    Raises:
        InvalidInput: if an argument is of the wrong kind or there is no such thread.
    """
    _require_timeline(timeline)
    require_choice("state", state, STATES)
    if thread is not None:
        require_whole("thread", thread, low=0, high=len(timeline.threads) - 1)
    return sum(
        span.end_us - span.start_us
        for span in timeline.spans
        if span.state == state and thread in (None, span.thread)
    )


def lock_gain(timeline: LockTimeline) -> float:
    """Return how many times faster the threads were than one after the other.

    Raises:
        InvalidInput: if `timeline` is none.
    """
    _require_timeline(timeline)
    work = lock_time(timeline, HOLDS) + lock_time(timeline, OUTSIDE)
    return work / timeline.end_us if timeline.end_us else 1.0


def longest_stretch(timeline: LockTimeline, state: str, thread: int = 0) -> int:
    """Return the longest stretch, in microseconds, that `thread` spent in `state`; 0 if none.

    Raises:
        InvalidInput: if an argument is of the wrong kind or there is no such thread.
    """
    lock_time(timeline, state, thread)
    spans = (s for s in timeline.spans if s.thread == thread and s.state == state)
    return max((span.end_us - span.start_us for span in spans), default=0)


def speedup_line(curve: SpeedupCurve, name: str) -> tuple[float, ...]:
    """Return the speed-ups of one line of the curve, for 1, 2, ... workers.

    Raises:
        InvalidInput: if `curve` is none or has no such line.
    """
    require(isinstance(curve, SpeedupCurve), "curve", curve, "a SpeedupCurve")
    for one in curve.lines:
        if one.name == name:
            return one.speedups
    raise InvalidInput("name", name, "one of " + ", ".join(repr(x.name) for x in curve.lines))


def _require_timeline(value: object) -> None:
    require(isinstance(value, LockTimeline), "timeline", value, "a LockTimeline")
