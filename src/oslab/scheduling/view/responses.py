"""How long requests took from arrival to end, policy by policy."""

from __future__ import annotations

import math

from oslab.errors import require
from oslab.picture import Picture
from oslab.scheduling import metrics
from oslab.scheduling.records.sweep import Sweep
from oslab.svg import GRID, MODEL, MUTED, Drawing

_LEFT, _WIDTH, _TOP, _ROW, _RIGHT, _BINS = 150, 330, 40, 32, 160, 24
_MOST_ROWS = 12


def responses(sweep: Sweep) -> Picture:
    """Return one strip a schedule: where the turnaround times lie, on a logarithmic axis.

    A thin line marks the median, a thick one p99; the mean stands to the right.

    Args:
        sweep: of at most 12 schedules, each with at least one job that ended.

    Raises:
        InvalidInput: if it is something else.
    """
    ok = isinstance(sweep, Sweep) and len(sweep.values) <= _MOST_ROWS
    ok = ok and all(metrics.completion(one) for one in sweep.schedules)
    require(ok, "sweep", sweep, f"a Sweep of at most {_MOST_ROWS} schedules in which a job ended")
    times = [metrics.turnaround(one) for one in sweep.schedules]
    low = math.log10(max(1, min(min(one.values()) for one in times)))
    high = max(math.log10(max(max(one.values()) for one in times)), low + 1)
    bottom = _TOP + _ROW * len(times)
    sheet = Drawing(_LEFT + _WIDTH + _RIGHT, bottom + 46, font_size=13)
    words = f"by {sweep.parameter}: thin line median, thick line p99"
    sheet.text(_LEFT, 18, words, size=12, fill=MUTED)
    for place, words in enumerate(("mean", "median", "p99")):
        x = _LEFT + _WIDTH + 52 * (place + 1)
        sheet.text(x, 18, words, anchor="end", size=12, fill=MUTED)
    _axis(sheet, low, high, bottom)
    for place, (value, each) in enumerate(zip(sweep.values, times, strict=True)):
        _strip(sheet, str(value), each, low, high, _TOP + _ROW * place)
    unit = sweep.schedules[0].unit
    words = f"from arrival to end ({unit}, logarithmic)"
    sheet.text(_LEFT + _WIDTH / 2, bottom + 38, words, anchor="middle", size=12)
    return sheet.picture(_alt(sweep))


def _axis(sheet: Drawing, low: float, high: float, bottom: float) -> None:
    for power in range(math.ceil(low), math.floor(high) + 1):
        x = _LEFT + _WIDTH * (power - low) / (high - low)
        sheet.line(x, _TOP - 8, x, bottom, stroke=GRID)
        sheet.text(x, bottom + 17, f"{10**power:,}", anchor="middle", size=12)


def _strip(
    sheet: Drawing, name: str, times: dict[str, int], low: float, high: float, y: float
) -> None:  # fmt: skip
    sheet.text(_LEFT - 10, y + 18, name, anchor="end", size=12)
    counts = [0] * _BINS
    for one in times.values():
        part = (math.log10(max(1, one)) - low) / (high - low)
        counts[min(_BINS - 1, int(part * _BINS))] += 1
    outline = [(float(_LEFT), y + 22)]
    for place, count in enumerate(counts):
        top = y + 22 - (2 + 18 * count / max(counts) if count else 0)
        left, right = (_LEFT + (place + side) * _WIDTH / _BINS for side in (0, 1))
        outline += [(left, top), (right, top)]
    outline.append((_LEFT + _WIDTH, y + 22))
    sheet.polyline(outline, stroke="none", width=0, fill=MODEL)
    for share, wide in ((0.5, 1.0), (0.99, 3.0)):
        x = _LEFT + _WIDTH * (math.log10(max(1, metrics.percentile(times, share))) - low) / (
            high - low
        )
        sheet.line(x, y, x, y + 24, width=wide)
    numbers = (metrics.mean(times), *(metrics.percentile(times, share) for share in (0.5, 0.99)))
    for place, value in enumerate(numbers):
        x = _LEFT + _WIDTH + 52 * (place + 1)
        sheet.text(x, y + 18, f"{value:,.0f}", anchor="end", size=12)


def _alt(sweep: Sweep) -> str:
    said = []
    for value, one in zip(sweep.values, sweep.schedules, strict=True):
        times = metrics.turnaround(one)
        mean, late = metrics.mean(times), metrics.percentile(times)
        middle = metrics.percentile(times, 0.5)
        said.append(f"{value}: mean {mean:.0f}, median {middle}, p99 {late}")
    return f"Ticks from arrival to end. {'; '.join(said)}."
