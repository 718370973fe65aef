"""What the explorer says of a program or of a solution, and the shortest way that shows it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from oslab.errors import require
from oslab.picture import Picture
from oslab.svg import INK, MUTED, SERIES, Drawing
from oslab.sync.records.exploration import STARVATION, Exploration, Finding
from oslab.sync.records.history import History, Moment
from oslab.sync.records.problem import Verdict
from oslab.sync.view.lanes import fits, rows, rows_height

_WIDTH, _ROW, _LETTERS = 640, 19.0, 96
_MOST_WRONG = 6
_GOOD, _BAD = SERIES[2], SERIES[1]
Line = tuple[str, str, bool]
"""Words, their colour, and whether they are bold."""


def verdict(result: Exploration | Verdict) -> Picture:
    """Return what is wrong, or that nothing is, and below it the lanes of a shortest proof.

    Of a solution to a classic problem the task and a hint are told too, and of starvation
    one round of the loop in which it happens.

    Raises:
        InvalidInput: if `result` is neither.
    """
    known = isinstance(result, Exploration | Verdict)
    require(known, "result", result, "an Exploration or a Verdict")
    if isinstance(result, Verdict):
        return _sheet(_of_solution(result), result.shown, str(result))
    first = min(result.findings, key=_length, default=None)
    shown = first and (first.once_round or first.history)
    return _sheet(_of_program(result, first), shown, str(result))


def _length(finding: Finding) -> tuple[bool, int]:
    return finding.kind == STARVATION, len(finding.history.steps)


def _of_program(result: Exploration, first: Finding | None) -> Iterable[Line]:
    found = len(result.findings)
    if result.safe:
        yield "Nothing can go wrong.", _GOOD, True
    elif not found:
        yield "Nothing wrong was found, and not everything was looked at.", INK, True
    else:
        yield "One way to go wrong." if found == 1 else f"{found} ways to go wrong.", _BAD, True
    yield from _wrong([f"{one.kind}: {one.what}" for one in result.findings])
    if result.unchecked:
        yield f"not looked for: {', '.join(result.unchecked)}", MUTED, False
    yield from _effort(result)
    if first is not None and first.loop:
        yield f"The last {len(first.loop)} of these steps may come again and again:", INK, False


def _of_solution(result: Verdict) -> Iterable[Line]:
    yield result.problem, INK, False
    yield ("Solved.", _GOOD, True) if result.right else ("Not solved yet.", _BAD, True)
    yield from _wrong(result.wrong)
    if result.hint:
        yield f"Hint: {result.hint}", SERIES[0], False
    yield from _effort(result.result)
    if result.shown is not None:
        yield result.telling, INK, False


def _wrong(sentences: Sequence[str]) -> Iterable[Line]:
    """Give each thread that waits a line of its own, and stop before it gets long."""
    said = 0
    for number, words in enumerate(sentences):
        parts = words.split("; ")
        if number and said + len(parts) > _MOST_WRONG:
            yield f"and {len(sentences) - number} more like it", _BAD, False
            return
        said += len(parts)
        for part in parts:
            yield part, _BAD, False


def _effort(result: Exploration) -> Iterable[Line]:
    if result.limit:
        yield f"cut short: {result.limit}", MUTED, False
    used = f", reduced by {' and '.join(result.reductions)}" if result.reductions else ""
    yield f"{result.states:,} states, {result.steps:,} steps{used}", MUTED, False


def _sheet(told: Iterable[Line], shown: History | None, alt: str) -> Picture:
    lines = [(part, colour, bold) for words, colour, bold in told
             for part in textwrap.wrap(words, _LETTERS)]  # fmt: skip
    drawn = shown if shown is not None and shown.steps and fits(shown) else None
    top = 16 + _ROW * len(lines)
    height = top + rows_height(drawn) if drawn else top
    sheet = Drawing(_WIDTH, height + 8, font_size=13)
    for row, (words, colour, bold) in enumerate(lines):
        sheet.text(4, 16 + _ROW * row, words, size=13 if bold else 12, fill=colour, bold=bold)
    if drawn is None:
        return sheet.picture(alt)
    rows(sheet, Moment(drawn, len(drawn.steps)), top - 8)
    steps = "; ".join(f"{number} {step}" for number, step in enumerate(drawn.steps, 1))
    return sheet.picture(f"{alt} {steps}.")
