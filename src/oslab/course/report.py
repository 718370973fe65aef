"""What a student sees of a check, a prediction and her whole lab: text, and the same as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from oslab.course.verdict import FAIL, INTERRUPTED, NOT_STARTED, PASS, UNMEASURED
from oslab.errors import require, require_choice
from oslab.picture import PAGE, TEXT_ONLY, home

NOTED = "noted"
"""Of a prediction: it is neither right nor wrong."""

MARKS = {
    NOTED: "· noted",
    NOT_STARTED: "○ not started",
    PASS: "✓ pass",
    FAIL: "✗ not yet",
    UNMEASURED: "– cannot be measured here",
    INTERRUPTED: "– interrupted",
}

# Jupyter has no style sheet of ours, and may be light or dark: so only what suits both.
_STYLE = {
    NOT_STARTED: "#8b8577", PASS: "#228833", FAIL: "#c8475a", UNMEASURED: "#8b8577",
    INTERRUPTED: "#8b8577", NOTED: "#4477aa",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """One line about a question, and what there is to say.

    Args:
        name: of the question or prediction.
        state: one of `MARKS`.
        words: sentences, or "".
        printed: what the student's code printed while it failed.
        measured: what it measured, a line a fact, where it passed.

    Raises:
        InvalidInput: if a field is not what it says.
    """

    name: str
    state: str
    words: str = ""
    printed: str = ""
    measured: str = ""

    def __post_init__(self) -> None:
        require_choice("state", self.state, tuple(MARKS))
        for field in ("name", "words", "printed", "measured"):
            value = getattr(self, field)
            require(isinstance(value, str), field, value, "a text")

    def __str__(self) -> str:
        text = f"{self.name} {MARKS[self.state]}"
        text += f": {self.words}" if self.words else ""
        return text + "".join(f"\n{title}\n{body}" for title, body in self._blocks())

    def _blocks(self) -> list[tuple[str, str]]:
        blocks = (("It printed:", self.printed), ("You measured:", self.measured))
        return [(title, body.rstrip("\n")) for title, body in blocks if body]

    __repr__ = __str__

    def _repr_html_(self) -> str | None:
        words = f"<p>{_lines(self.words)}</p>" if self.words else ""
        blocks = "".join(
            f"<p>{title}</p><pre>{escape(body)}</pre>" for title, body in self._blocks()
        )
        return _box(self.state, f"{_head(self.name, MARKS[self.state])}{words}{blocks}")


@dataclass(frozen=True, slots=True)
class Summary:
    """The whole lab on one screen.

    Args:
        title: of the lab.
        words: one sentence: how far it is.
        rows: for every question its report.
        predictions: for every prediction a sentence.
        next_step: what to do now.

    Raises:
        InvalidInput: if a field is not what it says.
    """

    title: str
    words: str
    rows: tuple[Report, ...]
    predictions: tuple[str, ...] = ()
    next_step: str = ""

    def __post_init__(self) -> None:
        for field in ("title", "words", "next_step"):
            value = getattr(self, field)
            require(isinstance(value, str), field, value, "a text")
        for field, kind in (("rows", Report), ("predictions", str)):
            value = getattr(self, field)
            ok = isinstance(value, Sequence) and not isinstance(value, str)
            require(ok and all(isinstance(v, kind) for v in value), field, value, "a tuple")
            object.__setattr__(self, field, tuple(value))

    def __str__(self) -> str:
        parts = [f"{self.title}: {self.words}", *(f"  {row}" for row in self.rows)]
        if self.predictions:
            parts += ["Predictions", *(f"  {line}" for line in self.predictions)]
        return "\n".join([*parts, self.next_step] if self.next_step else parts)

    __repr__ = __str__

    def _repr_html_(self) -> str | None:
        rows = "".join(
            f"<tr><td>{escape(row.name)}</td><td>{MARKS[row.state]}</td>"
            f"<td>{_lines(row.words)}</td></tr>"
            for row in self.rows
        )
        head = "<tr><th>question</th><th>state</th><th>worth</th></tr>"
        table = f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"
        lines = "".join(f"<li>{escape(line)}</li>" for line in self.predictions)
        said = f"<p>Predictions</p><ul>{lines}</ul>" if lines else ""
        after = f"<p>{escape(self.next_step)}</p>" if self.next_step else ""
        done = all(row.state in (PASS, UNMEASURED) for row in self.rows)
        return _box(
            PASS if done else NOT_STARTED,
            f"{_head(self.title, self.words)}{table}{said}{after}",
        )


def _head(name: str, words: str) -> str:
    return f"<p><strong>{escape(name)}</strong> {escape(words)}</p>"


def _lines(words: str) -> str:
    return escape(words).replace("\n", "<br>")


def _box(state: str, inside: str) -> str | None:
    if home() == TEXT_ONLY:  # stored outputs stay short
        return None
    style = ""
    if home() != PAGE:
        style = f' style="border-left:4px solid {_STYLE[state]};padding:0.2em 1em"'
    name = state.replace(" ", "-")
    return f'<div class="oslab-report" data-state="{name}" role="status"{style}>{inside}</div>'
