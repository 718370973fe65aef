"""Folklore with a protocol, a bound and a source, and this machine's verdict on it.

"A context switch costs a few microseconds" is repeated everywhere and measured
almost nowhere. A claim says what would have to be true: it holds on a machine if
the median of its measurement lies between `low` and `high`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from oslab.errors import Unavailable, require, require_number
from oslab.measurement import Measurement, readable
from oslab.timing import Progress

HOLDS, FAILS, UNAVAILABLE = "holds", "does not hold", "unavailable"


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of folklore that a measurement can refute.

    Args:
        name: room and noun, such as `"processes.thread_is_cheaper"`.
        sentence: the claim as people say it.
        source: who says so.
        protocol: one sentence: what is measured, and how.
        unit: of the measurement and of both bounds.
        low: the smallest median for which the claim holds; None if open.
        high: the largest median for which the claim holds; None if open.
        measure: takes no arguments and returns a Measurement in `unit`.

    Raises:
        InvalidInput: if a text is empty, both bounds are open or in the wrong order.
    """

    name: str
    sentence: str
    source: str
    protocol: str
    unit: str
    low: float | None
    high: float | None
    measure: Callable[[], Measurement]

    def __post_init__(self) -> None:
        for field in ("name", "sentence", "source", "protocol", "unit"):
            value = getattr(self, field)
            require(isinstance(value, str) and value.strip() != "", field, value, "a text")
        bounds = [require_number("low or high", x) for x in (self.low, self.high) if x is not None]
        require(len(bounds) > 0, "low", self.low, "a number where high is None")
        require(bounds == sorted(bounds), "low", self.low, f"at most high ({self.high})")
        require(callable(self.measure), "measure", self.measure, "a function of no arguments")

    @property
    def bound(self) -> str:
        """The interval the median must lie in, as text."""
        if self.low is None:
            return f"at most {readable(self.high or 0)} {self.unit}"
        if self.high is None:
            return f"at least {readable(self.low)} {self.unit}"
        return f"{readable(self.low)} to {readable(self.high)} {self.unit}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What this machine says about a claim.

    Args:
        claim: the claim judged.
        outcome: `"holds"`, `"does not hold"` or `"unavailable"`.
        why: one sentence: the median against the bound, or what is missing.
        measurement: the evidence; None if unavailable.
    """

    claim: Claim
    outcome: str
    why: str
    measurement: Measurement | None

    def __str__(self) -> str:
        return f"{self.outcome}: {self.claim.sentence} ({self.why})"


def judge(claim: Claim) -> Verdict:
    """Measure `claim` on this machine and compare the median with its bounds.

    Raises:
        InvalidInput: if `claim` is no Claim, or its measurement has another unit.
    """
    require(isinstance(claim, Claim), "claim", claim, "a Claim")
    try:
        taken = claim.measure()
    except Unavailable as cannot:
        return Verdict(claim, UNAVAILABLE, str(cannot), None)
    ok = isinstance(taken, Measurement) and taken.unit == claim.unit
    require(ok, "claim.measure", taken, f"a function that returns a Measurement in {claim.unit}")
    above = claim.low is None or taken.median >= claim.low
    below = claim.high is None or taken.median <= claim.high
    outcome = HOLDS if above and below else FAILS
    why = f"median {readable(taken.median)} {taken.unit}, claimed {claim.bound}"
    return Verdict(claim, outcome, why, taken)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The verdicts of one machine, in the order of the claims."""

    verdicts: tuple[Verdict, ...]

    def __post_init__(self) -> None:
        ok = isinstance(self.verdicts, tuple) and all(isinstance(v, Verdict) for v in self.verdicts)
        require(ok, "verdicts", self.verdicts, "a tuple of Verdicts")

    def count(self, outcome: str) -> int:
        """Return how many verdicts have this outcome."""
        return sum(verdict.outcome == outcome for verdict in self.verdicts)

    @property
    def summary(self) -> str:
        """One line: how many claims hold here."""
        return (
            f"{self.count(HOLDS)} of {len(self.verdicts)} claims hold here, "
            f"{self.count(FAILS)} do not, {self.count(UNAVAILABLE)} cannot be measured here"
        )

    def __str__(self) -> str:
        return "\n".join([*map(str, self.verdicts), self.summary])

    __repr__ = __str__


def ledger(claims: Iterable[Claim], *, progress: Progress | None = None) -> Ledger:
    """Judge every claim, one after the other.

    Raises:
        InvalidInput: if one of `claims` is no Claim.
    """
    claims = tuple(claims)
    for claim in claims:
        require(isinstance(claim, Claim), "claims", claim, "Claims only")
    verdicts = []
    for done, claim in enumerate(claims, start=1):
        verdicts.append(judge(claim))
        if progress:
            progress(done, len(claims))
    return Ledger(tuple(verdicts))
