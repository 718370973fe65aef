"""Pictures drawn ahead, so that a page answers without Python.

Frames are taken in order of how far they are from where the reader starts:
the starting picture, then one control moved, then two, and so on. Whatever the
limits, the nearest pictures are the ones kept.
"""

from __future__ import annotations

import base64
import gzip
import itertools
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from oslab.explore.controls import Control

if TYPE_CHECKING:
    from oslab.explore.figure import Figure

MOST_FRAMES = 600
MOST_BYTES = 150_000


@dataclass(frozen=True, slots=True)
class Frames:
    """Drawn-ahead pictures.

    Args:
        index: positions of the closed controls, such as `"2,0"`, to a place in `pictures`.
        pictures: different SVG texts.
        total: how many combinations there are.
    """

    index: Mapping[str, int]
    pictures: tuple[str, ...]
    total: int

    @property
    def complete(self) -> bool:
        """Whether every combination is here."""
        return len(self.index) == self.total

    def packed(self) -> str:
        """Return base64 of gzipped JSON, the same bytes every time."""
        content = {"index": self.index, "pictures": self.pictures}
        text = json.dumps(content, separators=(",", ":"), ensure_ascii=False)
        return base64.b64encode(gzip.compress(text.encode(), 9, mtime=0)).decode()


def draw(figure: Figure, most: int = MOST_FRAMES, most_bytes: int = MOST_BYTES) -> Frames:
    """Return as many frames of `figure` as the limits allow, nearest first."""
    closed = tuple(control for control in figure.controls if control.values)
    total = math.prod(len(control.values) for control in closed)
    drawn = []
    for positions in itertools.islice(_nearest_first(closed), most):
        moved = {c.name: c.values[p] for c, p in zip(closed, positions, strict=True)}
        key = ",".join(map(str, positions))
        drawn.append((key, figure.draw_or_refuse({**figure.start(), **moved}).svg))
    frames = _gather(drawn, total)
    if len(frames.packed()) <= most_bytes:
        return frames
    return _gather(drawn[: _how_many_fit(drawn, total, most_bytes)], total)


def _how_many_fit(drawn: list[tuple[str, str]], total: int, most_bytes: int) -> int:
    """Return how many of the nearest frames fit; the starting one always stays."""
    low, high = 1, len(drawn)
    while low < high:
        middle = (low + high + 1) // 2
        if len(_gather(drawn[:middle], total).packed()) <= most_bytes:
            low = middle
        else:
            high = middle - 1
    return low


def _gather(drawn: list[tuple[str, str]], total: int) -> Frames:
    places: dict[str, int] = {}
    index = {key: places.setdefault(svg, len(places)) for key, svg in drawn}
    return Frames(index=index, pictures=tuple(places), total=total)


def _nearest_first(closed: tuple[Control, ...]) -> Iterator[tuple[int, ...]]:
    """Yield the positions of every combination, fewest moved controls first."""
    start = [control.start_position for control in closed]
    others = [_others(len(control.values), at) for control, at in zip(closed, start, strict=True)]
    for moved in range(len(closed) + 1):
        for which in itertools.combinations(range(len(closed)), moved):
            for places in itertools.product(*(others[w] for w in which)):
                positions = start.copy()
                for w, place in zip(which, places, strict=True):
                    positions[w] = place
                yield tuple(positions)


def _others(count: int, start: int) -> list[int]:
    """Return every position but `start`, nearest first."""
    return sorted(
        set(range(count)) - {start}, key=lambda position: (abs(position - start), position)
    )
