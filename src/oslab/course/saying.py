"""The sentences of a lab's reports: what a pass does not promise, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from oslab.course.assignment import Lab, Prediction
from oslab.course.plain import Brief, shown
from oslab.course.questions import Dialogue, Explored, Pure, Question, Value
from oslab.course.report import Report, Summary
from oslab.course.verdict import NOT_STARTED, PASS, UNMEASURED
from oslab.errors import require, require_number, require_whole
from oslab.measurement import readable

_ROWS = 30


def passed(question: Question, cases: int) -> str:
    """Return what a pass in the notebook means, and what is still to come.

    Args:
        question: the question.
        cases: how many public cases it has, if it is a `Pure`.

    Raises:
        InvalidInput: if an argument is not what it says.
    """
    require(isinstance(question, Question), "question", question, "a question of a lab")
    require_whole("cases", cases, low=0)
    if isinstance(question, Pure):
        of = "the public case" if cases == 1 else f"all {cases} public cases"
        return f"{of}; hidden cases remain."
    if isinstance(question, Dialogue):
        return "the public games; hidden ones remain."
    if isinstance(question, Explored):
        return "the explorer found nothing in the public sizes; hidden ones remain."
    if isinstance(question, Value):
        return "your evidence agrees; the grader holds it against a run of its own."
    return "on this machine; the grader measures again."


def laid_out(answer: Any) -> str:
    """Return plain data a line a key, with long lists told by their length alone.

    >>> print(laid_out({"cold": {"major": 384}, "pages": list(range(100))}))
    cold: {'major': 384}
    pages: [100 numbers]
    """
    if type(answer) is not dict or not answer:
        return shown(_shortened(answer), 400)
    rows = [f"{key}: {shown(_shortened(value), 200)}" for key, value in answer.items()]
    return "\n".join([*rows[:_ROWS], *(["..."] if len(rows) > _ROWS else [])])


def prediction_line(asked: Prediction, held: Mapping[str, Any] | None, answer: float | None) -> str:
    """Return one sentence that sets a prediction beside its answer.

    Args:
        asked: what was asked.
        held: what the student wrote, with "value" and "after"; None if nothing.
        answer: what was measured; None if nothing was.

    Raises:
        InvalidInput: if an argument is not what it says.
    """
    require(isinstance(asked, Prediction), "asked", asked, "a Prediction")
    require(held is None or (isinstance(held, Mapping) and "value" in held), "held", held, "a row")
    if answer is not None:
        require_number("answer", answer)
    if held is None:
        if answer is None:
            return f"not predicted yet ({asked.unit})."
        return f"not predicted; {asked.question} gave {_number(answer)} {asked.unit}."
    value = held["value"]
    said = f"you predict {_number(value)} {asked.unit}"
    if answer is None:
        return f"{said}; {asked.question} will tell."
    late = " You changed it after the measurement." if held.get("after") else ""
    return f"{said}; {asked.question} gave {_number(answer)}{_gap(value, answer)}.{late}"


def summary(lab: Lab, states: Mapping[str, str], predictions: Mapping[str, str]) -> Summary:
    """Return the summary of a lab.

    Args:
        lab: the lab.
        states: question -> state.
        predictions: prediction -> its sentence.

    Raises:
        InvalidInput: if an argument is not what it says.
    """
    require(isinstance(lab, Lab), "lab", lab, "a Lab")
    ok = isinstance(states, Mapping) and set(states) == set(lab.questions)
    require(ok, "states", states, "a state for every question")
    require(isinstance(predictions, Mapping), "predictions", predictions, "a sentence for each")
    rows = [
        Report(name, states[name], _points(question.points))
        for name, question in lab.questions.items()
    ]
    won = sum(q.points for name, q in lab.questions.items() if states[name] == PASS)
    left_out = sum(q.points for name, q in lab.questions.items() if states[name] == UNMEASURED)
    lines = [f"{name}: {line}" for name, line in predictions.items()]
    words = f"{won} of {lab.points - left_out} points on the public checks; hidden cases remain."
    return Summary(lab.title, words, tuple(rows), tuple(lines), _next(lab, states))


def _next(lab: Lab, states: Mapping[str, str]) -> str:
    names = [name for name in lab.questions if states[name] not in (PASS, UNMEASURED)]
    if names:
        begun = [name for name in names if states[name] != NOT_STARTED]
        return f"Next: {(begun or names)[0]}."
    return f"Nothing is open. To go further: {lab.stretch}" if lab.stretch else "Nothing is open."


def _shortened(value: Any) -> Any:
    if type(value) is dict:
        return {key: _shortened(one) for key, one in value.items()}
    if type(value) is not list or len(shown(value, 100)) <= 60:
        return value
    kinds = {type(one) for one in value}
    what = "numbers" if kinds <= {int, float} else "texts" if kinds == {str} else "items"
    return Brief(f"[{len(value):,} {what}]")


def _points(points: int) -> str:
    return "1 point" if points == 1 else f"{points} points"


def _number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else readable(value)


def _gap(value: float, answer: float) -> str:
    if value == answer:
        return ", exactly"
    if value <= 0 or answer <= 0:
        return ""
    ratio = max(value, answer) / min(value, answer)
    return f": {readable(float(ratio))} times too {'high' if value > answer else 'low'}"
