"""Patterns of use: where the references of the figures come from, in the standard library."""

from __future__ import annotations

import random

from oslab.errors import require_choice, require_whole

KINDS = ("loop", "zipf", "phases", "scan")
_MOST = 20_000


def pattern(
    *, kind: str = "zipf", pages: int = 100, length: int = 2_000, seed: int = 0
) -> tuple[int, ...]:
    """Return references of a kind that programs make.

    Args:
        kind: `"loop"`: all pages in turn, again and again, as epochs over a file do;
            `"zipf"`: each at random, the k-th in popularity with weight 1/k, as rows of an
            embedding table; `"phases"`: a tenth of the pages at random for a while, then
            another tenth; `"scan"`: a hot tenth as under zipf, and every fourth reference
            the next page of one long pass.
        pages: 10 to 20,000.
        length: 1 to 20,000 references.
        seed: of the generator, 0 to 2**31.

    Raises:
        InvalidInput: if a value is out of range.
    """
    require_choice("kind", kind, KINDS)
    require_whole("pages", pages, 10, _MOST)
    require_whole("length", length, 1, _MOST)
    require_whole("seed", seed, 0, 2**31)
    draw = random.Random(seed)
    return tuple(_MAKERS[kind](draw, pages, length)[:length])


def _loop(draw: random.Random, pages: int, length: int) -> list[int]:
    return [place % pages for place in range(length)]


def _zipf(draw: random.Random, pages: int, length: int) -> list[int]:
    weights = [1_000_000 // rank for rank in range(1, pages + 1)]
    return draw.choices(range(pages), weights, k=length)


def _phases(draw: random.Random, pages: int, length: int) -> list[int]:
    size, stay = pages // 10, max(1, length // 8)
    return [place // stay * size % pages + draw.randrange(size) for place in range(length)]


def _scan(draw: random.Random, pages: int, length: int) -> list[int]:
    hot = pages // 10
    busy = _zipf(draw, hot, length)
    cold = pages - hot
    return [hot + place // 4 % cold if place % 4 == 3 else busy[place] for place in range(length)]


_MAKERS = {
    "loop": _loop, "zipf": _zipf, "phases": _phases, "scan": _scan,
}  # fmt: skip
