"""All histories of a program: how many states, which outcomes, and what can go wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from oslab.errors import require, require_whole
from oslab.sync.records.history import DEADLOCK, FINISHED, History, Turn
from oslab.sync.records.operations import Value

STUCK, LOST_WAKEUP, FAILURE = "deadlock", "lost wake-up", "failure"
INVARIANT, RACE, STARVATION = "invariant", "data race", "starvation"
WRONG_END = "wrong end"
KINDS = (STUCK, LOST_WAKEUP, FAILURE, INVARIANT, WRONG_END, RACE, STARVATION)


class Outcome(NamedTuple):
    """One way in which the program can end.

    Args:
        ended: `"finished"`, `"deadlock"` or `"failed"`.
        values: what variables held and threads returned; empty unless it finished.
        schedules: how many schedules end so; None for infinitely many.
    """

    ended: str
    values: tuple[tuple[str, Value], ...]
    schedules: int | None

    def __str__(self) -> str:
        values = ", ".join(f"{name}={value!r}" for name, value in self.values)
        return values if self.ended == FINISHED and values else self.ended


class Finding(NamedTuple):
    """Something that can go wrong.

    Args:
        kind: one of `KINDS`.
        what: a sentence.
        history: a shortest one that shows it; of starvation, the way to the loop.
        loop: of starvation, the turns that may repeat for ever.
        states: how many states show it; 0 where that was not counted.
        once_round: of starvation, the way to the loop and once round it.
    """

    kind: str
    what: str
    history: History
    loop: tuple[Turn, ...] = ()
    states: int = 0
    once_round: History | None = None

    @property
    def schedule(self) -> tuple[Turn, ...]:
        """The turns that show it."""
        return self.history.schedule

    def __str__(self) -> str:
        return f"{self.kind}: {self.what} ({len(self.history.steps)} steps)"


@dataclass(frozen=True, slots=True)
class Exploration:
    """What is true of every history of a program, as far as it was explored.

    Args:
        threads: their names.
        memory: `"sc"` or `"tso"`.
        states: how many were found.
        steps: how many steps lead from one state to another.
        outcomes: the most frequent first; those of infinitely many schedules before them.
        findings: what can go wrong; of each kind and sentence the shortest.
        complete: whether every state was found. If not, nothing is known to be safe.
        limit: what stopped the search, `""` if nothing did.
        reductions: which ways of leaving out equivalent states were used.
        unchecked: what was not looked for.

    Raises:
        InvalidInput: if it contradicts itself.
    """

    threads: tuple[str, ...]
    memory: str
    states: int
    steps: int
    outcomes: tuple[Outcome, ...] = ()
    findings: tuple[Finding, ...] = ()
    complete: bool = True
    limit: str = ""
    reductions: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("threads", "outcomes", "findings", "reductions", "unchecked"):
            value = getattr(self, name)
            require(isinstance(value, tuple), name, value, "a tuple")
        for name in ("threads", "reductions", "unchecked"):
            value = getattr(self, name)
            require(all(isinstance(one, str) for one in value), name, value, "texts")
        ok = all(isinstance(one, Outcome) for one in self.outcomes)
        require(ok, "outcomes", self.outcomes, "Outcomes")
        ok = all(isinstance(one, Finding) for one in self.findings)
        require(ok, "findings", self.findings, "Findings")
        require_whole("states", self.states, 1)
        require_whole("steps", self.steps, 0)
        for name in ("memory", "limit"):
            value = getattr(self, name)
            require(isinstance(value, str), name, value, "a text")
        require(isinstance(self.complete, bool), "complete", self.complete, "True or False")
        ok = self.complete == (self.limit == "")
        require(ok, "limit", self.limit, "what stopped a search that is not complete")

    @property
    def safe(self) -> bool:
        """Whether all was explored, all that was asked was looked for, and nothing is wrong."""
        return self.complete and not self.unchecked and not self.findings

    @property
    def schedules(self) -> int | None:
        """How many schedules there are; None for infinitely many, or where some are unknown."""
        counts = [one.schedules for one in self.outcomes]
        known = [count for count in counts if count is not None]
        return sum(known) if self.complete and len(known) == len(counts) > 0 else None

    def of(self, kind: str) -> tuple[Finding, ...]:
        """Return the findings of one of `KINDS`."""
        require(kind in KINDS, "kind", kind, "one of " + ", ".join(KINDS))
        return tuple(one for one in self.findings if one.kind == kind)

    @property
    def deadlocks(self) -> tuple[Finding, ...]:
        """Where some threads wait, none of them asleep, and nobody can go on."""
        return self.of(STUCK)

    @property
    def lost_wakeups(self) -> tuple[Finding, ...]:
        """Where a thread sleeps at a condition variable and nobody is left to signal it."""
        return self.of(LOST_WAKEUP)

    @property
    def failures(self) -> tuple[Finding, ...]:
        """Failed checks, regions entered by too many, locks misused, errors raised."""
        return self.of(FAILURE)

    @property
    def races(self) -> tuple[Finding, ...]:
        """Plain variables that two threads may touch at once, one of them writing."""
        return self.of(RACE)

    @property
    def starvation(self) -> tuple[Finding, ...]:
        """Threads that a fair schedule can keep from progress for ever."""
        return self.of(STARVATION)

    def __str__(self) -> str:
        found = "; ".join(map(str, self.findings)) or "nothing wrong found"
        if not self.findings and self.safe:
            found = "nothing can go wrong"
        cut = "" if self.complete else f" The search was cut short: {self.limit}."
        looked = f" Not looked for: {', '.join(self.unchecked)}." if self.unchecked else ""
        ends = sum(1 for one in self.outcomes if one.ended != DEADLOCK)
        return f"{self.states} states, {self.steps} steps, {ends} outcomes: {found}.{cut}{looked}"
