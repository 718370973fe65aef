"""A training job that is told to go: what it did, what it had saved, how it ended."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require, require_choice, require_whole

STEP, SAVE = "step", "save"
ON_TERM = ("save", "ignore", "default")
"""What a job does on SIGTERM: save and exit, nothing at all, or die at once (no handler)."""


@dataclass(frozen=True, slots=True)
class Notice:
    """The job's plan and the cluster's.

    Args:
        at: tick of SIGTERM.
        grace: ticks from SIGTERM to SIGKILL.
        interval: steps between two checkpoints.
        save: ticks that writing a checkpoint takes.
        on_term: one of `ON_TERM`.
        atomic: whether a checkpoint is written beside the old one and renamed over it.

    Raises:
        InvalidInput: if a value is out of range.
    """

    at: int
    grace: int
    interval: int
    save: int
    on_term: str
    atomic: bool

    def __post_init__(self) -> None:
        require_whole("notice", self.at, 0, 500)
        require_whole("grace", self.grace, 0, 500)
        require_whole("interval", self.interval, 1, 500)
        require_whole("save", self.save, 1, 50)
        require_choice("on_term", self.on_term, ON_TERM)
        require(isinstance(self.atomic, bool), "atomic", self.atomic, "True or False")


@dataclass(frozen=True, slots=True)
class Span:
    """Ticks of one kind: training steps, or parts of one checkpoint."""

    kind: str
    start: int
    end: int

    def __post_init__(self) -> None:
        require_choice("kind", self.kind, (STEP, SAVE))
        require_whole("start", self.start, 0)
        require_whole("end", self.end, self.start + 1)


@dataclass(frozen=True, slots=True)
class Grace:
    """What became of the job.

    Args:
        notice: what was planned.
        spans: what it did, without gaps.
        steps_done: training steps finished.
        steps_saved: the step from which a fresh process resumes; 0 without a whole checkpoint.
        ended_by: `"TERM"` or `"KILL"`; empty if it exited by itself with status 0.
    """

    notice: Notice
    spans: tuple[Span, ...]
    steps_done: int
    steps_saved: int
    ended_by: str

    def __post_init__(self) -> None:
        require(isinstance(self.notice, Notice), "notice", self.notice, "a Notice")
        ok = isinstance(self.spans, tuple) and all(isinstance(one, Span) for one in self.spans)
        require(ok, "spans", self.spans, "Spans")
        require_whole("steps_done", self.steps_done, 0)
        require_whole("steps_saved", self.steps_saved, 0, self.steps_done)
        require_choice("ended_by", self.ended_by, ("", "TERM", "KILL"))


def spans_of(kinds: tuple[str, ...]) -> tuple[Span, ...]:
    """Return the spans of a job that did `kinds`, one a tick.

    >>> [(one.kind, one.end) for one in spans_of(("step", "step", "save"))]
    [('step', 2), ('save', 3)]

    Raises:
        InvalidInput: if a kind is unknown.
    """
    require(isinstance(kinds, tuple | list), "kinds", kinds, "a sequence of kinds")
    spans: list[Span] = []
    for tick, kind in enumerate(kinds):
        if spans and spans[-1].kind == kind:
            spans[-1] = Span(kind, spans[-1].start, tick + 1)
        else:
            spans.append(Span(kind, tick, tick + 1))
    return tuple(spans)
