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

from oslab.errors import InvalidInput
from oslab.explore.controls import Control, Value
from oslab.picture import Picture
from oslab.svg import Drawing

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
        drawn.append((key, _draw_or_refuse(figure, {**figure.start(), **moved}).svg))
    low, high = 1, len(drawn)
    frames = _gather(drawn, total)
    while len(frames.packed()) > most_bytes and low < high:
        middle = (low + high) // 2
        frames = _gather(drawn[:middle], total)
        if len(frames.packed()) <= most_bytes:
            low = middle
        else:
            high = middle
    return frames


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


def _draw_or_refuse(figure: Figure, values: Mapping[str, Value]) -> Picture:
    """Draw, or where the simulator refuses a combination, draw its reason."""
    try:
        return figure.draw(values)
    except InvalidInput as error:
        return refusal(error)


def refusal(error: InvalidInput) -> Picture:
    """Return the reason a simulator refuses these values, as a picture."""
    sheet = Drawing(640, 60)
    sheet.text(12, 24, "The simulator refuses these values:")
    sheet.text(12, 46, str(error))
    return sheet.picture(f"The simulator refuses these values: {error}")
