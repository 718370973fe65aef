"""The list of labs: what each is worth, how long it takes, and how well it is proven."""

from __future__ import annotations

from pathlib import Path

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
        "What each lab takes, and how many of the wrong answers that were tried on it "
        "its checks caught.",
        ("lab", "minutes", "points", "people's mistakes caught", "changed solutions caught"),
        tuple(_row(place) for place in places),
    )


def _row(place: Path) -> tuple[str, ...]:
    lab, held = folder.read(place), proof.recorded(place)
    minutes = f"{lab.minutes[0]} to {lab.minutes[1]}"
    caught = [
        f"{held[f'{kind}_caught']} of {held[kind]}" if kind in held else "not yet tried"
        for kind in ("wrong", "mutants")
    ]
    return (lab.title, minutes, str(lab.points), *caught)
