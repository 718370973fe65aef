"""All that an exploration says: how the program can end, and the shortest way to break it."""

from __future__ import annotations

import textwrap

from oslab.errors import require
from oslab.picture import Picture
from oslab.svg import INK, MUTED, SERIES, Drawing
from oslab.sync.records.exploration import RACE, STARVATION, Exploration, Finding
from oslab.sync.records.history import History, Moment
from oslab.sync.view.lanes import fits, rows, rows_height
from oslab.sync.view.outcomes import bars, bars_height, told

_WIDTH, _LINE = 636, 19
_BOLD, _PLAIN = 82, 98  # letters a line
_MILD = (RACE, STARVATION)


def exploration(result: Exploration) -> Picture:
    """Return the outcomes, the shortest schedule of what is worst, and the rest in words.

    Deadlocks, failures and wrong results come before races and starvation: these can be
    harmless, and a race is in most programs that go wrong.

    Raises:
        InvalidInput: if `result` is no Exploration.
    """
    require(isinstance(result, Exploration), "result", result, "an Exploration")
    found = sorted(result.findings, key=_rank)
    first = _told(found[0]) if found and fits(_told(found[0])) else None
    head = _wrapped(_head(result, found), bold=True)
    foot = _foot(result, found)
    drawn = rows_height(first) + 10 if first and first.steps else 0
    top = bars_height(result) + 12
    height = top + _LINE * (len(head) + len(foot)) + drawn + 16
    sheet = Drawing(_WIDTH, height, font_size=14)
    bars(sheet, result)
    y = _lines(sheet, head, top, SERIES[1] if found else INK)
    if first is not None and drawn:
        rows(sheet, Moment(first, len(first.steps)), y + 2)
        y += drawn
    _lines(sheet, foot, y, MUTED)
    return sheet.picture(f"{told(result)} {_head(result, found)}{_schedule(first)}")


def _told(finding: Finding) -> History:
    return finding.history if finding.once_round is None else finding.once_round


def _rank(finding: Finding) -> tuple[bool, int]:
    return (finding.kind in _MILD, len(finding.history.steps))


def _head(result: Exploration, found: list[Finding]) -> str:
    if found:
        return f"{_sentence(found[0])}{' A shortest way:' if _told(found[0]).steps else ''}"
    if result.safe:
        return "Nothing can go wrong: every schedule was looked at."
    return "Nothing wrong was found, and not everything was looked at. That proves nothing."


def _sentence(finding: Finding) -> str:
    count = len(finding.history.steps)
    steps = f"after {count} step{'' if count == 1 else 's'}" if count else "from the start"
    return f"{finding.kind.capitalize()}, {steps}: {finding.what}.{_loop(finding)}"


def _loop(finding: Finding) -> str:
    if not finding.loop:
        return ""
    before, after = len(finding.history.steps), len(finding.history.steps) + len(finding.loop)
    return f" Steps {before + 1} to {after} may repeat for ever."


def _foot(result: Exploration, found: list[Finding]) -> list[str]:
    lines = [line for one in found[1:4] for line in _wrapped(f"Also: {_sentence(one)}")]
    if len(found) > 4:
        lines.append(f"And {len(found) - 4} more.")
    if result.limit:
        lines += _wrapped(f"Cut short: {result.limit}.")
    if result.unchecked:
        lines += _wrapped(f"Not looked for: {', '.join(result.unchecked)}.")
    used = f", reduced by {' and '.join(result.reductions)}" if result.reductions else ""
    return [*lines, f"{result.states:,} states, {result.steps:,} steps between them{used}."]


def _wrapped(words: str, bold: bool = False) -> list[str]:
    return textwrap.wrap(words, _BOLD if bold else _PLAIN)


def _lines(sheet: Drawing, lines: list[str], y: float, colour: str) -> float:
    for line in lines:
        y += _LINE
        sheet.text(4, y, line, size=13 if colour != MUTED else 12, fill=colour,
                   bold=colour != MUTED)  # fmt: skip
    return y


def _schedule(first: History | None) -> str:
    if first is None or not first.steps:
        return ""
    steps = "; ".join(f"{number} {step}" for number, step in enumerate(first.steps, 1))
    return f" {steps}."
