"""Thread programs in the notebook: their source is taken, read, and only then explored."""

from __future__ import annotations

import inspect
import random
import textwrap
import types
from typing import Any

from oslab.course import calling, judging, vetting
from oslab.course.questions import Explored
from oslab.course.verdict import FAIL, NOT_STARTED, Verdict
from oslab.errors import require, require_number


def explored(
    name: str,
    question: Explored,
    answers: tuple[Any, ...],
    seconds: float,
    rng: random.Random,
) -> Verdict:
    """Return the verdict on the functions that a student gave to `lab.check`.

    Args:
        name: of the question.
        question: the question.
        answers: her functions, in the order of its entries.
        seconds: that all exploring may take.
        rng: seeded, for the judge.

    Raises:
        InvalidInput: if an argument other than `answers` is not what it says.
    """
    require(isinstance(name, str), "name", name, "the name of a question")
    require(isinstance(question, Explored), "question", question, "an Explored")
    require(isinstance(answers, tuple), "answers", answers, "a tuple")
    require_number("seconds", seconds, low=0.01, high=36_000)
    require(isinstance(rng, random.Random), "rng", rng, "a random.Random")
    if any(answer is None or calling.is_blank(answer) for answer in answers):
        return Verdict(NOT_STARTED)
    amiss = _amiss(name, question, answers)
    if amiss:
        return Verdict(FAIL, amiss)
    try:
        sources = [textwrap.dedent(inspect.getsource(answer)) for answer in answers]
        functions = vetting.vet("\n".join(sources), question.entries)
        with calling.deadline(seconds):
            return judging.explored(question, functions, rng)
    except OSError:
        words = "the source of these functions is gone; run their cell again."
    except vetting.Refused as refused:
        words = refused.words
    except calling.TooLong:
        words = "exploring took too long. Does every loop yield, and end?"
    return Verdict(FAIL, words)


def _amiss(name: str, question: Explored, answers: tuple[Any, ...]) -> str:
    if len(answers) != len(question.entries):
        wanted = ", ".join(question.entries)
        return f'the functions in this order: lab.check("{name}", {wanted})'
    for entry, answer in zip(question.entries, answers, strict=True):
        if type(answer) is not types.FunctionType or answer.__name__ != entry:
            return f"{entry} should be the function of that name, written in a cell."
    return ""
