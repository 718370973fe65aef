"""How a program can end, and by how many schedules."""

from __future__ import annotations

from oslab.errors import require
from oslab.picture import Picture
from oslab.svg import MODEL, MUTED, SERIES, Drawing
from oslab.sync.records.exploration import Exploration, Outcome
from oslab.sync.records.history import FINISHED

_LEFT, _BAR, _WIDTH, _ROW = 190, 300, 636, 24
MOST_ROWS = 24


def outcomes(result: Exploration) -> Picture:
    """Return a bar an outcome, as long as its share of all schedules.

    Outcomes of infinitely many schedules have no share; they are hatched by their words.

    Raises:
        InvalidInput: if `result` is no Exploration.
    """
    _checked(result)
    sheet = Drawing(_WIDTH, bars_height(result) + 30, font_size=14)
    bars(sheet, result)
    sheet.text(4, bars_height(result) + 18, _cost(result), fill=MUTED)
    return sheet.picture(f"{told(result)} {_cost(result)}.")


def bars_height(result: Exploration) -> float:
    """Return how high the bars of an exploration are with their heading, in user units.

    Raises:
        InvalidInput: if an argument is wrong.
    """
    _checked(result)
    return 32 + _ROW * max(1, len(_shown(result))) + (18 if len(result.outcomes) > MOST_ROWS else 0)


def bars(sheet: Drawing, result: Exploration) -> None:
    """Draw a heading and a bar an outcome at the top of a sheet 640 wide.

    Raises:
        InvalidInput: if an argument is wrong.
    """
    require(isinstance(sheet, Drawing), "sheet", sheet, "a Drawing")
    _checked(result)
    shown = _shown(result)
    sheet.text(4, 18, _head(result), bold=True)
    total = result.schedules or 0
    most = max((one.schedules or 0 for one in shown), default=0)
    for row, one in enumerate(shown):
        _bar(sheet, one, 30 + _ROW * row, total, most)
    if not shown:
        none = "Each can go on for ever." if result.complete else "Nothing is counted."
        sheet.text(4, 46, none, fill=MUTED)
    if len(result.outcomes) > MOST_ROWS:
        more = f"and {len(result.outcomes) - MOST_ROWS} more outcomes"
        sheet.text(_LEFT, 46 + _ROW * len(shown), more, fill=MUTED)


def told(result: Exploration) -> str:
    """Return how the program can end, in a sentence.

    Raises:
        InvalidInput: if an argument is wrong.
    """
    _checked(result)
    words = [
        f"{one}: infinitely many" if one.schedules is None
        else f"{one}: {_counted(one.schedules, result.schedules, ' ({})')}"
        for one in _shown(result)
    ]  # fmt: skip
    rest = "" if result.complete else f" The search was cut short: {result.limit}."
    return f"{_head(result)}. {'; '.join(words)}{'.' if words else ''}{rest}"


def _checked(result: object) -> None:
    require(isinstance(result, Exploration), "result", result, "an Exploration")


def _shown(result: Exploration) -> list[Outcome]:
    """Return the most frequent outcomes, in the order of their values."""
    return sorted(result.outcomes[:MOST_ROWS], key=_order)


def _order(outcome: Outcome) -> tuple[bool, list[tuple[bool, object]]]:
    """Sort finished outcomes by their values, where these can be compared."""
    values = [(isinstance(v, int), v if isinstance(v, int) else 0) for _, v in outcome.values]
    return (outcome.ended != FINISHED, list(values))


def _head(result: Exploration) -> str:
    count, ends = result.schedules, len(result.outcomes)
    outcomes = f"{ends} outcome{'' if ends == 1 else 's'}"
    if count is not None:
        return f"{count:,} schedule{'' if count == 1 else 's'}, {outcomes}"
    if not result.complete:
        return "The search was cut short"
    return f"Infinitely many schedules, {outcomes}" if ends else "No schedule ends"


def _cost(result: Exploration) -> str:
    return f"{result.states:,} states explored, {result.steps:,} steps between them"


def _bar(sheet: Drawing, one: Outcome, y: float, total: int, most: int) -> None:
    label = str(one)
    label = label if len(label) <= 26 else label[:25] + "…"
    sheet.text(_LEFT - 8, y + 15, label, anchor="end", size=12)
    colour = MODEL if one.ended == FINISHED else SERIES[1]
    if one.schedules is None or not total:
        count = "infinitely many" if one.schedules is None else _count(one.schedules)
        plural = "" if one.schedules == 1 else "s"
        sheet.text(_LEFT + 4, y + 15, f"{count} schedule{plural}", size=12, fill=colour)
        return
    # Whole numbers: these counts outgrow what a float can divide.
    width = _BAR * (one.schedules * 10_000 // most) / 10_000 if most else 0
    sheet.rect(_LEFT, y + 3, max(1.5, width), _ROW - 8, fill=colour)
    words = _counted(one.schedules, total, " · {}")
    sheet.text(_LEFT + max(1.5, width) + 6, y + 15, words, size=12)


def _count(number: int) -> str:
    if number < 10**12:
        return f"{number:,}"
    digits = str(number)
    return f"{digits[0]}.{digits[1:3]}e{len(digits) - 1}"


def _counted(schedules: int, total: int | None, form: str) -> str:
    """Return a count and its share; among infinitely many there is none."""
    return _count(schedules) + (form.format(_share(schedules, total)) if total else "")


def _share(part: int, total: int) -> str:
    tenths = (2_000 * part + total) // (2 * total) if total else 0
    if tenths == 0:
        return "under 0.1 %"
    return f"{tenths // 10}.{tenths % 10} %"
