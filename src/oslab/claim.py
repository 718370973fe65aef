"""Folklore with a protocol, a bound and a source, and this machine's verdict on it.

"A context switch costs a few microseconds" is repeated everywhere and measured
almost nowhere. A claim says what would have to be true: it holds on a machine if
the median of its measurement lies between `low` and `high`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape

from oslab.errors import Unavailable, require, require_number
from oslab.measurement import Measurement, readable
from oslab.picture import TEXT_ONLY, home
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
        given = {"low": self.low, "high": self.high}
        bounds = [require_number(key, x) for key, x in given.items() if x is not None]
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

    def to_json(self) -> str:
        """Return every verdict with its claim and its samples as one JSON object."""
        rows = [
            {
                "name": verdict.claim.name,
                "sentence": verdict.claim.sentence,
                "source": verdict.claim.source,
                "protocol": verdict.claim.protocol,
                "claimed": verdict.claim.bound,
                "outcome": verdict.outcome,
                "why": verdict.why,
                "measurement": verdict.measurement and json.loads(verdict.measurement.to_json()),
            }
            for verdict in self.verdicts
        ]
        return json.dumps({"summary": self.summary, "verdicts": rows}, ensure_ascii=False, indent=2)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        text = {"text/plain": str(self)}
        if home() == TEXT_ONLY:
            return text
        head = "".join(
            f'<th scope="col">{name}</th>'
            for name in ("The claim", "Who says so", "Claimed", "Measured here", "Verdict")
        )
        rows = "".join(_row(verdict) for verdict in self.verdicts)
        html = (
            f'<table class="oslab-claims"><caption>{escape(self.summary)}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        )
        return {**text, "text/html": html}


def _row(verdict: Verdict) -> str:
    claim, taken = verdict.claim, verdict.measurement
    measured = f"{readable(taken.median)} {taken.unit}" if taken else verdict.why
    cells = (claim.source, claim.bound, measured, verdict.outcome)
    # The protocol belongs to the sentence: a number means nothing without it.
    return (
        f'<tr><th scope="row">{escape(claim.sentence)}'
        f'<br><span class="oslab-protocol">{escape(claim.protocol)}</span></th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        + "</tr>"
    )


def ledger(claims: Iterable[Claim], *, progress: Progress | None = None) -> Ledger:
    """Judge every claim, one after the other.

    Raises:
        InvalidInput: if one of `claims` is no Claim.
    """
    require(isinstance(claims, Iterable), "claims", claims, "a tuple of Claims")
    require(progress is None or callable(progress), "progress", progress, "a function or None")
    claims = tuple(claims)
    for claim in claims:
        require(isinstance(claim, Claim), "claims", claim, "Claims only")
    verdicts = []
    for done, claim in enumerate(claims):
        if progress:
            progress(done, len(claims))
        verdicts.append(judge(claim))
    if progress:
        progress(len(claims), len(claims))
    return Ledger(tuple(verdicts))
