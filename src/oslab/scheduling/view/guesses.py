"""Bursts as bars, the guess before each as a line."""

from __future__ import annotations

from oslab.chart import Axis, Chart
from oslab.errors import require
from oslab.picture import Picture
from oslab.scheduling import metrics
from oslab.scheduling.records.guesses import Guesses
from oslab.svg import GRID, SERIES, number


def guesses(record: Guesses) -> Picture:
    """Return what each burst turned out to be, and what had been guessed.

    Raises:
        InvalidInput: if `record` is no Guesses.
    """
    require(isinstance(record, Guesses), "record", record, "a Guesses")
    count = len(record.bursts)
    top = max(1, *record.bursts, *record.guesses)
    chart = Chart(Axis(0, count + 1, "burst"), Axis(0, top, "ticks"))
    bars = [(place + 0.6, place + 1.4, burst) for place, burst in enumerate(record.bursts)]
    chart.bars("turned out", bars, GRID)
    points = [(place + 1.0, guess) for place, guess in enumerate(record.guesses)]
    chart.line("guessed before it", points, SERIES[1], dots=True)
    off = metrics.guess_error(record)
    chart.note(f"off by {number(off)}")
    chart.note("ticks on average")
    told = " ".join(number(one) for one in record.guesses)
    return chart.picture(
        f"Bursts {' '.join(number(one) for one in record.bursts)}, guesses {told} with weight "
        f"{number(record.alpha)} for the last burst: off by {number(off)} ticks on average."
    )
