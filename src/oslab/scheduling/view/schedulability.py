"""What the tests say of periodic tasks, and how much each gives away."""

from __future__ import annotations

from oslab.chart import Axis, Chart
from oslab.errors import require
from oslab.picture import Picture
from oslab.scheduling.records.real_time import Acceptance, Schedulability, Verdict
from oslab.svg import GRID, MUTED, SERIES, Drawing, number

_LEFT, _WIDTH, _ROW, _TOP = 254, 274, 36, 12
_MARKS = {"meets": "meets all", "misses": "misses", "undecided": "cannot tell"}
_SHORT = {"RateMonotonic": "RM", "EarliestDeadline": "EDF", "RateMonotonic(by='deadline')": "DM"}


def schedulability(found: Schedulability) -> Picture:
    """Return a bar a test: what it computes, a mark where its bound lies, and its answer.

    Args:
        found: of at most 8 verdicts.

    Raises:
        InvalidInput: if `found` is no Schedulability, or too large to draw.
    """
    ok = isinstance(found, Schedulability) and 1 <= len(found.verdicts) <= 8
    require(ok, "found", found, "a Schedulability of 1 to 8 verdicts")
    sheet = Drawing(_LEFT + _WIDTH + 112, _TOP + _ROW * len(found.verdicts) + 24, font_size=13)
    for place, one in enumerate(found.verdicts):
        _row(sheet, _TOP + _ROW * (place + 0.5), one)
    words = "bar: computed · line: the bound it must not pass"
    sheet.text(_LEFT, _TOP + _ROW * len(found.verdicts) + 16, words, size=12, fill=MUTED)
    said = [
        f"{_SHORT.get(one.policy, one.policy)}, {one.test}: {number(one.value)} against "
        f"{number(one.bound)}, {_MARKS[one.answer]}"
        for one in found.verdicts
    ]
    load = number(100 * found.utilization)
    return sheet.picture(f"The tasks want {load} % of the CPU. {'; '.join(said)}.")


def _row(sheet: Drawing, y: float, one: Verdict) -> None:
    short = _SHORT.get(one.policy, one.policy)
    sheet.text(_LEFT - 10, y + 4, f"{short}: {one.test}", anchor="end", size=12)
    scale = _WIDTH / (1.25 * max(one.value, one.bound, 1))
    fill = SERIES[0] if one.answer == "meets" else MUTED
    sheet.rect(_LEFT, y - 9, _WIDTH, 18, fill="none", stroke=GRID)
    sheet.rect(_LEFT, y - 9, max(one.value, 0) * scale, 18, fill=fill)
    bound = _LEFT + max(one.bound, 0) * scale
    sheet.line(bound, y - 13, bound, y + 13, width=2.5)
    sheet.text(_LEFT + _WIDTH + 8, y + 4, _MARKS[one.answer], bold=one.answer != "undecided")


def acceptance(found: Acceptance) -> Picture:
    """Return, by how full the CPU is, which part of random task sets each test lets through.

    Args:
        found: of at most 7 tests.

    Raises:
        InvalidInput: if `found` is no Acceptance, or has more tests.
    """
    ok = isinstance(found, Acceptance) and len(found.accepted) <= len(SERIES)
    require(ok, "found", found, f"an Acceptance of at most {len(SERIES)} tests")
    chart = Chart(
        Axis(found.loads[0], found.loads[-1], "utilization (%)"),
        Axis(0, 100, "% of sets accepted"),
    )
    said = []
    for place, (name, counts) in enumerate(found.accepted.items()):
        parts = [100 * count / found.sets for count in counts]
        dash = ("", "6,3", "2,3", "8,3,2,3")[place % 4]
        chart.line(name, list(zip(found.loads, parts, strict=True)), SERIES[place], dash=dash)
        half = next((load for load, part in zip(found.loads, parts, strict=True) if part < 50), 0)
        said.append(
            f"{name} lets fewer than half through from {half} % on" if half
            else f"{name} lets half or more through up to {found.loads[-1]} %"
        )  # fmt: skip
    return chart.picture(f"Random sets of {found.tasks} tasks: {'; '.join(said)}.")
