"""Faults by number of frames: one policy on one string, or several on a pattern."""

from __future__ import annotations

from collections.abc import Sequence

from oslab.errors import require, require_choice, require_whole
from oslab.replacement.model.named import EXAMPLE
from oslab.replacement.model.named import pages as listed_pages
from oslab.replacement.model.patterns import pattern
from oslab.replacement.model.simulation import count
from oslab.replacement.policies import POLICIES
from oslab.replacement.records import Curve
from oslab.replacement.records.references import MOST_FRAMES, listed

COMPARED = ("Fifo", "Lru", "Clock", "Arc", "S3Fifo", "Sieve", "Optimal")


def fault_counts(
    *, references: str = EXAMPLE, policy: str = "Fifo", other: str = "Optimal", most: int = 7
) -> Curve:
    """Return the faults of a short string in 1, 2, ... frames, for two policies.

    >>> fault_counts(references="1 2 3 4 1 2 5 1 2 3 4 5", most=5).lines[0][1][2:4]
    ((3, 9), (4, 10))

    Args:
        references: as `pages` reads them.
        policy: a key of `POLICIES`.
        other: another, or the same.
        most: the largest number of frames, 2 to 16.

    Raises:
        InvalidInput: if a value is out of range.
    """
    string = listed_pages(references)
    require_whole("most", most, 2, 16)
    return curve_of(string, _both(policy, other), range(1, most + 1))


def curve(
    *, kind: str = "zipf", pages: int = 100, length: int = 2_000, policy: str = "Lru",
    other: str = "Optimal", seed: int = 0,
) -> Curve:  # fmt: skip
    """Return the faults of two policies on a pattern, at sixteen numbers of frames.

    Args:
        kind: as `pattern`.
        pages: as `pattern`.
        length: as `pattern`.
        policy: a key of `POLICIES`.
        other: another, or the same.
        seed: as `pattern`.

    Raises:
        InvalidInput: if a value is out of range.
    """
    string = pattern(kind=kind, pages=pages, length=length, seed=seed)
    sizes = sorted({max(1, pages * part // 16) for part in range(1, 17)})
    return curve_of(string, _both(policy, other), sizes)


def curve_of(
    references: object,
    policies: Sequence[str] = COMPARED,
    frames: Sequence[int] = (1, 2, 4, 8),
) -> Curve:
    """Return the faults of any references, for policies by name and numbers of frames.

    Args:
        references: page numbers in order of touch, at least one.
        policies: keys of `POLICIES`.
        frames: at least two numbers, growing.

    Raises:
        InvalidInput: if a value is out of range.
    """
    string = listed(references)
    require(len(string) > 0, "references", references, "at least one page")
    ok = isinstance(policies, tuple | list) and len(policies) > 0
    require(ok, "policies", policies, "names out of " + ", ".join(POLICIES))
    ok = isinstance(frames, tuple | list | range) and len(frames) >= 2
    require(ok, "frames", frames, "at least two numbers of frames")
    for last, size in zip((0, *frames), frames, strict=False):
        require_whole("frames", size, last + 1, MOST_FRAMES)
    for name in policies:
        require_choice("policies", name, POLICIES)
    lines = tuple(
        (name, tuple((size, count(string, size, POLICIES[name]())) for size in frames))
        for name in policies
    )
    return Curve(len(string), lines, len(set(string)))


def _both(policy: str, other: str) -> tuple[str, ...]:
    """Return two names, or one if they are the same."""
    require_choice("policy", policy, POLICIES)
    require_choice("other", other, POLICIES)
    return (policy,) if policy == other else (policy, other)
