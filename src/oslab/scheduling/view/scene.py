"""A story about locks, stopped at one instant: the past drawn, the future veiled."""

from __future__ import annotations

import textwrap

from oslab.errors import require
from oslab.picture import Picture
from oslab.scheduling.records.scene import Scene
from oslab.scheduling.view.inversion import drawn
from oslab.svg import PAPER


def scene(record: Scene) -> Picture:
    """Return the rows of `inversion` up to now, and below them what has just happened.

    Raises:
        InvalidInput: if `record` is no Scene, or its schedule is too large to draw.
    """
    require(isinstance(record, Scene), "record", record, "a Scene")
    whole = record.schedule
    chart = drawn(whole, room=44, told=record.now)
    x, bottom = chart.x(record.now), chart.bottom
    edge = chart.left + chart.width + 14
    chart.sheet.rect(x, 0, edge - x, bottom - 0.5, fill=PAPER, radius=0, opacity=0.82)
    chart.sheet.line(x, 4, x, bottom + 4, width=2)
    said = "; ".join(record.happened) or "nothing more happens"
    lines = textwrap.wrap(f"{record.now} {whole.unit}: {said}.", 88)[:3]
    for row, words in enumerate(lines):
        chart.sheet.text(8, bottom + 58 + 16 * row, words, bold=True, size=12)
    return chart.picture(f"Step {record.step + 1} of {record.steps}, at {record.now}: {said}.")
