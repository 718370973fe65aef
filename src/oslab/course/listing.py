"""The list of labs: what each is worth, how long it takes, and how well it is proven."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from oslab.course import folder, proof
from oslab.errors import Unavailable, require
from oslab.table import Table


def catalogue(start: Path | None = None) -> Table:
    """Return one row a lab, with what `oslab verify` wrote down of it.

    Args:
        start: a folder with labs, or below or above it; the current folder if None.

    Raises:
        InvalidInput: if `start` is no Path, or a lab's folder is damaged.
        Unavailable: if there is no lab.
    """
    require(start is None or isinstance(start, Path), "start", start, "a folder, as a Path")
    places = folder.every(start)
    if not places:
        raise Unavailable("a lab", "Run this in a copy of the book, where labs/ is.")
    return Table(
        "What each lab takes, and how many of the wrong answers that were tried on it its "
        "checks caught: those that people write, and the solution with one thing changed.",
        ("lab", "minutes", "points", "people's mistakes", "changed solutions"),
        tuple(_row(place) for place in places),
    )


def _row(place: Path) -> tuple[str, ...]:
    lab, held = folder.read(place), proof.recorded(place)
    minutes = f"{lab.minutes[0]} to {lab.minutes[1]}"
    return (lab.title, minutes, str(lab.points), _caught(held, "wrong"), _caught(held, "mutants"))


def _caught(held: Mapping[str, Any], kind: str) -> str:
    caught, tried = held.get(f"{kind}_caught"), held.get(kind)
    if not isinstance(caught, int) or not isinstance(tried, int):
        return "not yet tried"
    if caught == tried:
        return f"all {tried}"
    # What no check can tell stands in the lab, with the reason why it is no mistake.
    rest = "make no difference" if tried - caught > 1 else "makes no difference"
    return (
        f"{caught} of {tried}; {tried - caught} {rest}"
        if kind == "mutants"
        else (f"{caught} of {tried}")
    )
