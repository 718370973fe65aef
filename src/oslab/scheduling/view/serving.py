"""The slots of a batch over time: who reads a prompt, who writes tokens, who idles."""

from __future__ import annotations

from oslab.chart import Axis, Chart
from oslab.errors import require
from oslab.picture import Picture
from oslab.scheduling import metrics
from oslab.scheduling.records.schedule import RUNNING
from oslab.scheduling.records.serving import Served
from oslab.scheduling.records.sweep import Sweep
from oslab.scheduling.view.timeline import ticks
from oslab.svg import GRID, INK, MUTED, PAPER, SERIES, Drawing

_LEFT, _WIDTH, _RIGHT, _TOP, _LANE, _LINE = 58, 560, 16, 10, 26, 44
_MOST_SLOTS, _MOST_REQUESTS = 16, 60


def serving(served: Served) -> Picture:
    """Return a lane a slot: grey reads a prompt, colour writes tokens; below, who waits.

    Args:
        served: of at most 16 slots and 60 requests.

    Raises:
        InvalidInput: if `served` is no Served, or too large to draw.
    """
    ok = isinstance(served, Served) and served.schedule.cpus <= _MOST_SLOTS
    ok = ok and len(served.requests) <= _MOST_REQUESTS
    allowed = f"a Served of at most {_MOST_SLOTS} slots and {_MOST_REQUESTS} requests"
    require(ok, "served", served, allowed)
    schedule = served.schedule
    lanes = _TOP + _LANE * schedule.cpus
    bottom = lanes + _LINE
    sheet = Drawing(_LEFT + _WIDTH + _RIGHT, bottom + 46, font_size=13)
    for tick in ticks(schedule.end):
        x = _x(served, tick)
        sheet.line(x, _TOP, x, bottom, stroke=GRID)
        sheet.text(x, bottom + 16, f"{tick:,}", anchor="middle", size=12)
    for slot in range(schedule.cpus):
        y = _TOP + _LANE * (slot + 0.5)
        sheet.text(_LEFT - 8, y + 4, f"slot {slot}", anchor="end", size=12)
    _blocks(sheet, served)
    _line(sheet, served, lanes)
    words = "grey: reads the prompt · colour: writes tokens · below: requests that wait"
    sheet.text(_LEFT, bottom + 36, words, size=12, fill=MUTED)
    sheet.text(_LEFT + _WIDTH, bottom + 36, schedule.unit, anchor="end", size=12)
    return sheet.picture(_alt(served))


def first_tokens(sweep: Sweep) -> Picture:
    """Return which part of the requests had their first token by when, a line a schedule.

    Args:
        sweep: schedules of `serve`, at most 7, in which every request was served.

    Raises:
        InvalidInput: if it is something else.
    """
    ok = isinstance(sweep, Sweep) and len(sweep.schedules) <= len(SERIES)
    ok = ok and all(metrics.response(one) for one in sweep.schedules)
    require(ok, "sweep", sweep, f"a Sweep of at most {len(SERIES)} schedules in which jobs ran")
    found = [metrics.response(one) for one in sweep.schedules]
    most = max(1, *(max(one.values()) for one in found))
    unit = sweep.schedules[0].unit
    chart = Chart(Axis(0, most, f"time to the first token ({unit})"), Axis(0, 100, "% of requests"))
    said = []
    for place, (value, first) in enumerate(zip(sweep.values, found, strict=True)):
        each = sorted(first.values())
        # Every hundredth is enough for the eye, and keeps a frame small.
        shown = [each[-(-len(each) * part // 50) - 1] for part in range(1, 51)]
        points = [(0.0, 0.0), *((tick, 2.0 * part) for part, tick in enumerate(shown, start=1))]
        dash = "" if place % 2 else "5,3"
        chart.line(str(value), points, SERIES[place], dash=dash, stairs=True)
        late = metrics.percentile(first, 0.99)
        said.append(f"{value}: mean {metrics.mean(first):,.0f}, p99 {late:,}")
    words = f"Time to the first token in {unit}. {'; '.join(said)}."
    return chart.picture(words)


def _blocks(sheet: Drawing, served: Served) -> None:
    shades = SERIES[:-1]  # the last is grey, which means something here
    colours = {one.name: shades[i % len(shades)] for i, one in enumerate(served.requests)}
    for one in served.schedule.slices:
        x, y = _x(served, one.start), _TOP + _LANE * one.cpu + 3
        width = max(_x(served, one.end) - x - 0.5, 0.5)
        fill = colours[one.job] if one.kind == RUNNING else MUTED
        sheet.rect(x, y, width, _LANE - 6, fill=fill, radius=1)
        if one.kind == RUNNING and width > 8 * len(one.job):
            middle = x + width / 2
            sheet.text(middle, y + 14, one.job, anchor="middle", size=11, fill=PAPER)


def _line(sheet: Drawing, served: Served, top: float) -> None:
    """Draw how many requests wait; one whose prompt is being read waits no more."""
    change: dict[int, int] = {0: 0}
    begins = {one.job: one.start for one in reversed(served.schedule.slices)}
    for one in served.requests:
        change[one.arrival] = change.get(one.arrival, 0) + 1
        change[begins[one.name]] = change.get(begins[one.name], 0) - 1
    steps, length = [], 0
    for tick in sorted(change):
        length += change[tick]
        steps.append((tick, length))
    most = max(1, *(length for _, length in steps))
    base, high = top + _LINE - 4, _LINE - 12
    path, last = [], base
    for tick, length in steps:
        y = base - high * length / most
        path += [(_x(served, tick), last), (_x(served, tick), y)]
        last = y
    path.append((_x(served, served.schedule.end), last))
    sheet.polyline(path, stroke=INK, width=1.5)
    sheet.text(_LEFT - 8, base - high + 8, str(most), anchor="end", size=12)
    sheet.text(_LEFT - 8, base + 2, "0", anchor="end", size=12)


def _x(served: Served, tick: int) -> float:
    return _LEFT + _WIDTH * tick / served.schedule.end


def _alt(served: Served) -> str:
    schedule = served.schedule
    first = sorted(metrics.first_token(served).values())
    whole = metrics.turnaround(schedule)
    gaps = metrics.token_gap(served)
    empty = sum(end - start for lane in metrics.idle(schedule) for start, end in lane)
    idle = 100 * empty / (schedule.cpus * schedule.end)
    unit = schedule.unit
    return (
        f"{_count(len(served.requests), 'request')} in {_count(schedule.cpus, 'slot')} under "
        f"{schedule.policy}: "
        f"the first token comes after {sum(first) / len(first):,.0f} {unit} on average "
        f"({first[-1]:,} at worst), the last after {metrics.mean(whole):,.0f}; "
        f"{sum(gaps.values()) / len(gaps):,.1f} {unit} from token to token; "
        f"{1000 * metrics.token_rate(served):,.0f} tokens in 1,000 {unit}; "
        f"the slots are empty for {idle:.0f} % of the time."
    )


def _count(many: int, what: str) -> str:
    return f"one {what}" if many == 1 else f"{many} {what}s"
