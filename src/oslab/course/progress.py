"""Where a learner stands: every lab, and what her evidence files say of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from oslab.course import evidence, folder
from oslab.course.assignment import Lab
from oslab.course.verdict import NOT_STARTED, PASS, UNMEASURED
from oslab.errors import Unavailable, require, require_whole


@dataclass(frozen=True, slots=True)
class Standing:
    """One lab.

    Args:
        name: of its folder.
        title: of its page.
        minutes: the least and the most that it is thought to take.
        points: won on the public checks.
        most: points of the questions that this machine can ask.
        open: questions that do not pass, the begun ones first.
        begun: whether anything is known of it.
        predicted: predictions made.

    Raises:
        InvalidInput: if a field is not what it says.
    """

    name: str
    title: str
    minutes: tuple[int, int]
    points: int
    most: int
    open: tuple[str, ...]
    begun: bool
    predicted: int

    def __post_init__(self) -> None:
        for field in ("name", "title"):
            value = getattr(self, field)
            require(isinstance(value, str) and value != "", field, value, "a text")
        for field in ("minutes", "open"):
            value = getattr(self, field)
            require(isinstance(value, tuple | list), field, value, "a tuple")
            object.__setattr__(self, field, tuple(value))
        require(len(self.minutes) == 2, "minutes", self.minutes, "the least and the most")
        for field in ("points", "most", "predicted"):
            require_whole(field, getattr(self, field), low=0)
        require(isinstance(self.begun, bool), "begun", self.begun, "True or False")


@dataclass(frozen=True, slots=True)
class Progress:
    """All labs; shown, it is a table and one sentence.

    Raises:
        InvalidInput: if `labs` is no list of `Standing`.
    """

    labs: tuple[Standing, ...]

    def __post_init__(self) -> None:
        ok = isinstance(self.labs, Sequence) and not isinstance(self.labs, str)
        require(
            ok and all(isinstance(lab, Standing) for lab in self.labs), "labs", self.labs, "labs"
        )
        object.__setattr__(self, "labs", tuple(self.labs))

    def __str__(self) -> str:
        rows = [("lab", "points", "open", "minutes", "about")]
        for lab in self.labs:
            what = " ".join(lab.open) if lab.open else "nothing"
            minutes = f"{lab.minutes[0]}-{lab.minutes[1]}"
            opened = what if lab.begun else "not begun"
            rows.append((lab.name, f"{lab.points} of {lab.most}", opened, minutes, lab.title))
        wide = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
        lines = ["  ".join(map(str.ljust, row, wide)).rstrip() for row in rows]
        begun = sum(lab.begun for lab in self.labs)
        points, most = sum(lab.points for lab in self.labs), sum(lab.most for lab in self.labs)
        labs = "1 lab" if len(self.labs) == 1 else f"{len(self.labs)} labs"
        lines.append(
            f"{begun} of {labs} begun, {points} of {most} points on the public checks; "
            "hidden cases remain."
        )
        return "\n".join(lines)

    __repr__ = __str__

    def to_json(self) -> str:
        """Return the labs as one JSON object."""
        return json.dumps({"labs": [asdict(lab) for lab in self.labs]}, ensure_ascii=False)


def progress(start: Path | None = None) -> Progress:
    """Return where the learner stands in every lab that is found from `start`.

    Args:
        start: a copy of the book, its `labs/`, or a folder in it; the current folder if None.

    Raises:
        InvalidInput: if `start` is no Path, or no folder.
        Unavailable: if there is no lab.
    """
    require(start is None or isinstance(start, Path), "start", start, "a folder, as a Path")
    start = start or Path.cwd()
    require(start.is_dir(), "start", str(start), "a folder")
    places = folder.every(start)
    if not places:
        raise Unavailable("a lab", "Run this in a copy of the book, where labs/ is.")
    return Progress(tuple(_standing(place, start) for place in places))


def _standing(place: Path, start: Path) -> Standing:
    lab = folder.read(place)
    for where in (place, start):
        predictions, results = evidence.read(where / f"evidence_{place.name}.json", place.name)
        if predictions or results:
            break
    return _counted(place.name, lab, predictions, results)


def _counted(name: str, lab: Lab, predictions: evidence.Rows, results: evidence.Rows) -> Standing:
    states = {q: str(results.get(q, {}).get("state", NOT_STARTED)) for q in lab.questions}
    unfinished = [q for q, state in states.items() if state not in (PASS, UNMEASURED)]
    return Standing(
        name=name,
        title=lab.title,
        minutes=lab.minutes,
        points=sum(q.points for n, q in lab.questions.items() if states[n] == PASS),
        most=sum(q.points for n, q in lab.questions.items() if states[n] != UNMEASURED),
        open=tuple(sorted(unfinished, key=lambda q: states[q] == NOT_STARTED)),
        begun=bool(predictions or results),
        predicted=sum(name in lab.predictions for name in predictions),
    )
