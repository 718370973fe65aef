"""One lab: its questions, what is predicted before them, and what a call may use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from oslab.course.limits import Limits
from oslab.course.questions import Evidence, Question, require_name
from oslab.errors import require, require_choice, require_whole


@dataclass(frozen=True, slots=True)
class Prediction:
    """A number that the student predicts before she measures it.

    Args:
        question: the question whose evidence answers it.
        unit: reads well after a number, such as "major faults".
        answer: from the `Evidence`, which holds `question`, to the number, or None
            if this evidence does not say.

    Raises:
        InvalidInput: if a field is not what it says.
    """

    question: str
    unit: str
    answer: Callable[[Evidence], float | None]

    def __post_init__(self) -> None:
        require_name("question", self.question)
        _require_text("unit", self.unit)
        require(callable(self.answer), "answer", self.answer, "a function")


@dataclass(frozen=True, slots=True)
class Lab:
    """One lab: what it asks and why.

    Args:
        title: as its page is called.
        chapter: the book page it belongs to, such as "fork".
        minutes: least and most that a student is thought to need, within 45 to 120.
        why: one sentence, the reason to care.
        questions: name, such as "q1", to question, in the notebook's order.
        predictions: name to prediction.
        limits: of every call of an answer, where its question has none of its own.
        needs: what the machine must have, in a sentence; "" if nothing special.
        stretch: the goal for those who are done; not graded.

    Raises:
        InvalidInput: if a field is not what it says.
    """

    title: str
    chapter: str
    minutes: tuple[int, int]
    why: str
    questions: Mapping[str, Question]
    predictions: Mapping[str, Prediction] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    needs: str = ""
    stretch: str = ""

    def __post_init__(self) -> None:
        _require_text("title", self.title)
        require_name("chapter", self.chapter)
        _require_text("why", self.why)
        for name in ("needs", "stretch"):
            require(isinstance(getattr(self, name), str), name, getattr(self, name), "a text")
        ok = isinstance(self.minutes, tuple | list) and len(self.minutes) == 2
        require(ok, "minutes", self.minutes, "the least and the most")
        least = require_whole("minutes", self.minutes[0], low=45, high=120)
        require_whole("minutes", self.minutes[1], low=least, high=120)
        require(isinstance(self.limits, Limits), "limits", self.limits, "Limits(...)")
        _require_rows("questions", self.questions, Question)
        require(len(self.questions) > 0, "questions", self.questions, "at least one")
        _require_rows("predictions", self.predictions, Prediction)
        for prediction in self.predictions.values():
            require_choice("question", prediction.question, tuple(self.questions))
        object.__setattr__(self, "minutes", tuple(self.minutes))
        object.__setattr__(self, "questions", MappingProxyType(dict(self.questions)))
        object.__setattr__(self, "predictions", MappingProxyType(dict(self.predictions)))

    def limits_of(self, name: str) -> Limits:
        """Return the limits of one question's calls: its own, or the lab's.

        Raises:
            InvalidInput: if the lab has no such question.
        """
        require_choice("name", name, tuple(self.questions))
        return self.questions[name].limits or self.limits

    @property
    def points(self) -> int:
        """What all questions are worth together."""
        return sum(question.points for question in self.questions.values())


def _require_text(argument: str, text: object) -> None:
    ok = isinstance(text, str) and text.strip() != ""
    require(ok, argument, text, "a text that says something")


def _require_rows(argument: str, rows: object, kind: Any) -> None:
    require(isinstance(rows, Mapping), argument, rows, "a dict")
    assert isinstance(rows, Mapping)  # noqa: S101
    for name, row in rows.items():
        require_name(argument, name)
        require(isinstance(row, kind), argument, row, "a dict of the kinds in oslab.course")
