"""Bursts as bars, the guess before each as a line."""

from __future__ import annotations

from oslab.errors import require
from oslab.picture import Picture
from oslab.scheduling import metrics
from oslab.scheduling.records.guesses import Guesses
from oslab.scheduling.view.chart import LEFT, TOP, WIDTH, Chart
from oslab.svg import GRID, SERIES, number


def guesses(record: Guesses) -> Picture:
    """Return what each burst turned out to be, and what had been guessed.

    Raises:
        InvalidInput: if `record` is no Guesses.
    """
    require(isinstance(record, Guesses), "record", record, "a Guesses")
    count = len(record.bursts)
    top = max(1, *record.bursts, *record.guesses)
    chart = Chart((0, count + 1), (0, top), "burst", "ticks")
    for place, burst in enumerate(record.bursts):
        left, right = chart.x(place + 0.6), chart.x(place + 1.4)
        chart.sheet.rect(left, chart.y(burst), right - left, chart.y(0) - chart.y(burst), fill=GRID)
    points = [(place + 1.0, guess) for place, guess in enumerate(record.guesses)]
    chart.line("guessed before it", points, SERIES[1])
    for x, y in points:
        chart.sheet.circle(chart.x(x), chart.y(y), 2.5, fill=SERIES[1])
    off = metrics.guess_error(record)
    x, y = LEFT + WIDTH + 12, TOP + 52
    chart.sheet.rect(x, y - 10, 20, 12, fill=GRID)
    chart.sheet.text(x + 26, y, "turned out", size=12)
    chart.sheet.text(x, y + 34, f"off by {number(off)}", size=12)
    chart.sheet.text(x, y + 52, "ticks on average", size=12)
    told = " ".join(number(one) for one in record.guesses)
    return chart.sheet.picture(
        f"Bursts {' '.join(number(one) for one in record.bursts)}, guesses {told} with weight "
        f"{number(record.alpha)} for the last burst: off by {number(off)} ticks on average."
    )
