"""A trace as its recipe: a sequence of pages that are worked out when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, overload

from oslab.errors import require, require_choice, require_whole
from oslab.replacement.traces.arithmetic import MOST_SEEDS, Plain, lot, zipf_sums

LONGEST = 2**31 - 1
_PAGES = (1, 1 << 31)
_RANKS = (1, 1 << 22)
_QUARTERS = (0, 8)
_SEED = (0, MOST_SEEDS)


def _zipf(how: Plain, place: Any, pages: int, quarters: int, seed: int) -> Any:
    sums = zipf_sums(pages, quarters)
    return how.rank(sums, lot(seed, place) % sums[-1])


def _loop(how: Plain, place: Any, pages: int) -> Any:
    return place % pages


def _scan(
    how: Plain, place: Any, hot: int, cold: int, every: int, quarters: int, seed: int
) -> Any:  # fmt: skip
    passing = place % every // (every - 1)  # 1 at the last of `every`, else 0
    return (1 - passing) * _zipf(how, place, hot, quarters, seed) + passing * (
        hot + place // every % cold
    )


def _drift(how: Plain, place: Any, pages: int, every: int, quarters: int, seed: int) -> Any:
    return place // every + _zipf(how, place, pages, quarters, seed)


def _phases(how: Plain, place: Any, pages: int, sets: int, stay: int, seed: int) -> Any:
    return place // stay % sets * pages + lot(seed, place) % pages


def _matrix(
    how: Plain, place: Any, rows: int, columns: int, down: int, entry_bytes: int, page_bytes: int
) -> Any:  # fmt: skip
    step = place % (rows * columns)
    entry = step % rows * columns + step // rows if down else step
    return entry * entry_bytes // page_bytes


def _dataloader(
    how: Plain, place: Any, samples: int, epochs: int, each: int, together: int, shuffle: int,
    seed: int,
) -> Any:  # fmt: skip
    sample = place // each % samples
    if shuffle:
        sample = how.item(how.shuffles(seed, samples, epochs), place // each % (samples * epochs))
    return sample // together * each + place % each


class _Kind(NamedTuple):
    formula: Callable[..., Any]
    ranges: dict[str, tuple[int, int]]


KINDS = {
    "dataloader": _Kind(
        _dataloader,
        {"samples": _PAGES, "epochs": _PAGES, "pages_each": _PAGES, "samples_per_page": _PAGES,
         "shuffle": (0, 1), "seed": _SEED},
    ),
    "drift": _Kind(
        _drift, {"pages": _RANKS, "every": _PAGES, "quarters": _QUARTERS, "seed": _SEED}
    ),
    "loop": _Kind(_loop, {"pages": _PAGES}),
    "matrix": _Kind(
        _matrix,
        {"rows": _PAGES, "columns": _PAGES, "down": (0, 1), "entry_bytes": (1, 1 << 20),
         "page_bytes": (1, 1 << 31)},
    ),
    "phases": _Kind(_phases, {"pages": _PAGES, "sets": _PAGES, "stay": _PAGES, "seed": _SEED}),
    "scan": _Kind(
        _scan,
        {"hot": _RANKS, "cold": _PAGES, "every": (2, 1 << 31), "quarters": _QUARTERS,
         "seed": _SEED},
    ),
    "zipf": _Kind(_zipf, {"pages": _RANKS, "quarters": _QUARTERS, "seed": _SEED}),
}  # fmt: skip
"""Name to formula, and the numbers that it takes, each with its range."""


@dataclass(frozen=True, slots=True)
class Trace(Sequence[int]):
    """Page references by formula; small to send to another process, whatever its length.

    Args:
        kind: a key of `KINDS`.
        length: how many references, at most 2**31 - 1.
        numbers: what the formula takes, in the order that `KINDS` gives.

    Raises:
        InvalidInput: if one is out of range.
    """

    kind: str
    length: int
    numbers: tuple[int, ...]

    def __post_init__(self) -> None:
        require_choice("kind", self.kind, KINDS)
        require_whole("length", self.length, 0, LONGEST)
        ranges = KINDS[self.kind].ranges
        ok = isinstance(self.numbers, tuple) and len(self.numbers) == len(ranges)
        require(ok, "numbers", self.numbers, f"a tuple of {len(ranges)}: {', '.join(ranges)}")
        for (name, (low, high)), number in zip(ranges.items(), self.numbers, strict=True):
            require_whole(name, number, low, high)

    def at(self, place: Any, how: Plain | None = None) -> Any:
        """Return the page of a place from 0, or of an array of places, given `how` for arrays.

        Raises:
            InvalidInput: if a single place is not within the trace.
        """
        if how is None:
            require_whole("place", place, 0, self.length - 1)
        ok = how is None or isinstance(how, Plain)
        require(ok, "how", how, "operations on arrays, or None")
        return KINDS[self.kind].formula(how or Plain(), place, *self.numbers)

    def tolist(self) -> list[int]:
        """Return all pages as a list."""
        formula, how, numbers = KINDS[self.kind].formula, Plain(), self.numbers
        return [formula(how, place, *numbers) for place in range(self.length)]

    def __len__(self) -> int:
        return self.length

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[int, ...]: ...
    def __getitem__(self, index: int | slice) -> int | tuple[int, ...]:
        places = range(self.length)[index]
        if isinstance(places, int):
            return int(self.at(places))
        return tuple(self.at(place) for place in places)

    def __iter__(self) -> Iterator[int]:
        return iter(self.tolist())

    def __repr__(self) -> str:
        pairs = zip(KINDS[self.kind].ranges, self.numbers, strict=True)
        named = ", ".join(f"{name}={number}" for name, number in pairs)
        return f"{self.kind}({self.length:_} references, {named})"
