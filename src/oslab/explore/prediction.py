"""A prediction asked of the reader before the answer is shown.

In the published page assets/predict.js veils the outputs that follow until the
reader commits or skips; without script the question stands and its answer opens
on request. In Jupyter a widget asks. Nothing leaves the reader's machine.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from oslab.errors import InvalidInput, require, require_choice, require_number, require_whole
from oslab.measurement import readable
from oslab.picture import PAGE, TEXT_ONLY, home


@dataclass(frozen=True, slots=True)
class Prediction:
    """A question, what the cell found to be the answer, and how to compare.

    Args:
        question: ends in a question mark.
        answer: a number in `unit`, or one of `options`.
        unit: of a number.
        options: the choices; empty for a number.
        hides: how many of the outputs that follow wait for the reader.
    """

    question: str
    answer: float | str
    unit: str
    options: tuple[str, ...]
    hides: int

    @property
    def shown_answer(self) -> str:
        """The answer as a reader wants it."""
        if isinstance(self.answer, str):
            return self.answer
        if self.answer == 1 and self.unit:
            return f"1 ({self.unit})"  # not "1 faults"
        return f"{readable(self.answer)} {self.unit}".strip()

    def verdict(self, guess: float | str) -> str:
        """Return one sentence that sets `guess` beside the answer.

        Raises:
            InvalidInput: if `guess` is no finite number, or none of the options.
        """
        if isinstance(self.answer, str):
            require_choice("guess", guess, self.options)
            if guess == self.answer:
                return f"You said “{guess}”, and so it is."
            return f"You said “{guess}”. The answer: “{self.answer}”."
        number = require_number("guess", guess)
        if number == int(number):
            number = int(number)  # a slider's 20.0 is the reader's 20
        said = f"You said {readable(number)}; the answer is {self.shown_answer}"
        if number == self.answer:
            return f"{said}: exact."
        if number <= 0 or self.answer <= 0:
            return f"{said}."
        ratio = max(number, self.answer) / min(number, self.answer)
        side = "too high" if number > self.answer else "too low"
        return f"{said}: {readable(float(ratio))} times {side}."

    def __repr__(self) -> str:
        unit = f" (in {self.unit})" if self.unit else ""
        options = f" ({', '.join(self.options)})" if self.options else ""
        return f"Predict: {self.question}{unit}{options}"

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        bundle: dict[str, Any] = {"text/plain": repr(self)}
        if home() == TEXT_ONLY:
            return bundle
        bundle["text/html"] = _html(self)
        return bundle if home() == PAGE else {**bundle, **_widget(self)}


def predict(
    question: str, /, *,
    answer: float | str, unit: str = "", options: Sequence[str] = (), hides: int = 1,
) -> Prediction:  # fmt: skip
    """Ask the reader for a commitment before the next output is seen.

    >>> predict("How many faults with 4 frames?", answer=10, unit="faults").verdict(5)
    'You said 5; the answer is 10 faults: 2.00 times too low.'

    Args:
        question: ends in a question mark.
        answer: what a cell found: a finite number, or one of `options`.
        unit: of a number; say it, or the reader must guess that too.
        options: at least two different texts, for a choice.
        hides: how many following outputs wait for the reader, 1 to 5.

    Raises:
        InvalidInput: if one of these is not so.
    """
    ok = isinstance(question, str) and question.strip().endswith("?")
    require(ok, "question", question, "a text that ends in a question mark")
    require(isinstance(unit, str), "unit", unit, "a text")
    texts = isinstance(options, Sequence) and not isinstance(options, str)
    require(texts and all(isinstance(o, str) for o in options), "options", options, "texts")
    require_whole("hides", hides, low=1, high=5)
    if options:
        require(len(set(options)) == len(options) > 1, "options", options, "two or more, different")
        require_choice("answer", answer, options)
    elif isinstance(answer, str):
        raise InvalidInput("answer", answer, "a number, or one of options where those are given")
    else:
        require_number("answer", answer)
    return Prediction(question, answer, unit, tuple(options), hides)


def _html(asked: Prediction) -> str:
    uid = "p" + hashlib.sha256(repr(asked).encode()).hexdigest()[:10]
    data = {
        "question": asked.question, "unit": asked.unit, "hides": asked.hides,
        "answer": asked.answer, "shown": asked.shown_answer,
    }  # fmt: skip
    return (
        f'<div class="oslab-predict" id="{uid}" role="group" aria-labelledby="{uid}-question">'
        f'<p class="oslab-predict-question" id="{uid}-question">'
        f"<strong>Predict.</strong> {escape(asked.question)}</p>"
        f'<form autocomplete="off" hidden>{_inputs(asked, uid)}'
        '<button type="submit">Commit</button> '
        '<button type="button" class="oslab-skip">Skip</button></form>'
        '<p class="oslab-verdict" role="status"></p>'
        f"<details><summary>The answer</summary><p>{escape(asked.shown_answer)}</p></details>"
        f'<script type="application/json">{_script_text(data)}</script></div>'
    )


def _inputs(asked: Prediction, uid: str) -> str:
    if not asked.options:
        unit = f" ({escape(asked.unit)})" if asked.unit else ""
        return (
            f"<label>Your prediction{unit} "
            '<input name="guess" type="number" step="any" required></label> '
        )
    radios = "".join(
        f'<label><input type="radio" name="guess" value="{escape(option)}" required> '
        f"{escape(option)}</label>"
        for option in asked.options
    )
    return f'<fieldset aria-labelledby="{uid}-question">{radios}</fieldset>'


def _script_text(data: object) -> str:
    # "<" cannot stand in a script element's text; JSON knows it by number.
    return json.dumps(data, separators=(",", ":")).replace("<", "\\u003c")


def _widget(asked: Prediction) -> dict[str, Any]:
    try:
        import ipywidgets
    except ImportError:
        return {}
    question = ipywidgets.HTML(f"<strong>Predict.</strong> {escape(asked.question)}")
    guess = (
        ipywidgets.RadioButtons(options=asked.options, value=None)
        if asked.options
        else ipywidgets.FloatText(description=asked.unit, style={"description_width": "initial"})
    )
    commit = ipywidgets.Button(description="Commit")
    verdict = ipywidgets.HTML()

    def judge(_: object) -> None:
        chosen = guess.value
        verdict.value = "Choose first." if chosen is None else escape(asked.verdict(chosen))

    commit.on_click(judge)
    bundle: dict[str, Any] = ipywidgets.VBox([question, guess, commit, verdict])._repr_mimebundle_()
    return bundle
