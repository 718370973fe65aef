"""What an exploration found: the shortest schedule of the first finding, or that there is none."""

from __future__ import annotations

import textwrap

from oslab.errors import require
from oslab.picture import Picture
from oslab.svg import MUTED, SERIES, Drawing
from oslab.sync.records.exploration import Exploration
from oslab.sync.view.lanes import fits, lanes


def findings(result: Exploration) -> Picture:
    """Return the shortest way to break the program, as lanes; or in words that there is none.

    Raises:
        InvalidInput: if `result` is no Exploration.
    """
    require(isinstance(result, Exploration), "result", result, "an Exploration")
    shown = [one for one in result.findings if fits(one.history)]
    if not shown:
        return _words(result)
    first = min(shown, key=lambda one: len(one.history.steps))
    drawn = lanes(first.history)
    return Picture(svg=drawn.svg, alt=f"{first.kind}: {first.what}. {drawn.alt}")


def _words(result: Exploration) -> Picture:
    told = [f"{one.kind}: {one.what} ({len(one.history.steps)} steps)" for one in result.findings]
    lines = [(line, SERIES[1]) for one in told for line in textwrap.wrap(one, 92)]
    head = f"{len(told)} ways to go wrong." if len(told) != 1 else "One way to go wrong."
    if result.safe:
        head = "Nothing can go wrong."
    if not told and not result.safe:
        head = "Nothing wrong was found, and not everything was looked at."
    if result.limit:
        lines += [(line, MUTED) for line in textwrap.wrap(f"cut short: {result.limit}", 92)]
    if result.unchecked:
        lines.append((f"not looked for: {', '.join(result.unchecked)}", MUTED))
    used = f", reduced by {' and '.join(result.reductions)}" if result.reductions else ""
    lines.append((f"{result.states:,} states, {result.steps:,} steps{used}", MUTED))
    sheet = Drawing(640, 40 + 20 * len(lines), font_size=13)
    sheet.text(4, 20, head, bold=True)
    for row, (line, colour) in enumerate(lines):
        sheet.text(4, 44 + 20 * row, line, size=12, fill=colour)
    return sheet.picture(str(result))
