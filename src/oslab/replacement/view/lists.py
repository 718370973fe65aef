"""One step of a policy: its lists, who is next to leave, and what it remembers."""

from __future__ import annotations

from oslab.errors import require
from oslab.picture import Picture
from oslab.replacement.records import Moment, Note
from oslab.svg import GRID, INK, MODEL, MUTED, PAPER, SERIES, Drawing, number

_LEFT, _RIGHT, _TOP, _ROW, _BOX = 104, 624, 62, 40, 34
_GHOSTS = ("A1out", "B1", "B2", "ghost")
_MOST_SHOWN, _MOST_LISTS = 16, 8


def lists(moment: Moment) -> Picture:
    """Return the references so far, and each list with the next to leave at the left.

    Dashed boxes are ghosts: names of pages that are no longer in memory. The small number in
    a box is what the policy keeps for the page: a bit, a count, an age.

    Args:
        moment: of a policy with at most eight lists.

    Raises:
        InvalidInput: if it is no Moment, or too large to draw.
    """
    ok = isinstance(moment, Moment) and len(_note(moment).lists) <= _MOST_LISTS
    require(ok, "moment", moment, f"a Moment of a policy with at most {_MOST_LISTS} lists")
    note = _note(moment)
    sheet = Drawing(640, _TOP + _ROW * len(note.lists) + 26, font_size=13)
    strip(sheet, moment)
    marks = dict(note.marks)
    for row, (name, pages) in enumerate(note.lists):
        y = _TOP + _ROW * row
        sheet.text(_LEFT - 10, y + 21, name, anchor="end", size=12)
        for place, page in enumerate(pages[:_MOST_SHOWN]):
            _box(sheet, _LEFT + _BOX * place, y, page, marks.get(page), name in _GHOSTS)
        if len(pages) > _MOST_SHOWN:
            words = f"+{len(pages) - _MOST_SHOWN}"
            sheet.text(_LEFT + _BOX * _MOST_SHOWN - 2, y + 21, words, size=12)
        if not pages:
            sheet.text(_LEFT, y + 21, "empty", size=12, fill=MUTED)
    foot = _TOP + _ROW * len(note.lists) + 14
    words = "left end leaves first"
    if note.target is not None:
        words += f"; target of T1: {number(note.target)}"
    sheet.text(_LEFT, foot, words, size=12, fill=MUTED)
    return sheet.picture(_alt(moment))


def strip(sheet: Drawing, moment: Moment) -> None:
    """Draw the references, those to come in grey, and what became of the present one.

    Raises:
        InvalidInput: if it is no Moment.
    """
    require(isinstance(moment, Moment), "moment", moment, "a Moment")
    require(isinstance(sheet, Drawing), "sheet", sheet, "a Drawing")
    record, now = moment.replacement, moment.step - 1
    first = max(0, min(now - 15, len(record.references) - 24))
    for place in range(first, min(first + 24, len(record.references))):
        x = 16 + 25.5 * (place - first)
        if place == now:
            fill = SERIES[1] if record.faults[place] else MODEL
            sheet.rect(x, 6, 24, 22, fill=fill)
        colour = PAPER if place == now else INK if place < now else MUTED
        sheet.text(x + 12, 22, str(record.references[place]), anchor="middle", fill=colour)
    sheet.text(16, 48, happened(moment), size=13)


def happened(moment: Moment) -> str:
    """Return what the present reference did, in words.

    Raises:
        InvalidInput: if it is no Moment.
    """
    require(isinstance(moment, Moment), "moment", moment, "a Moment")
    record, now = moment.replacement, moment.step - 1
    page, gone = record.references[now], record.evicted[now]
    total = sum(record.faults[: moment.step])
    if not record.faults[now]:
        words = f"{page} is there: a hit"
    else:
        words = f"{page} is missing: a fault" + ("" if gone is None else f", and {gone} leaves")
    return f"Reference {moment.step} of {len(record.references)}: {words}. Faults so far: {total}."


def _note(moment: Moment) -> Note:
    return moment.replacement.notes[moment.step - 1]


def _box(sheet: Drawing, x: float, y: float, page: int, mark: int | None, ghost: bool) -> None:
    if ghost:
        corners = [(x + 1, y + 2), (x + _BOX - 3, y + 2), (x + _BOX - 3, y + 32), (x + 1, y + 32)]
        sheet.polyline([*corners, corners[0]], stroke=MUTED, width=1, dash="3,3")
    else:
        sheet.rect(x + 1, y + 2, _BOX - 4, 30, fill="none", stroke=GRID if not mark else INK)
    middle = x + _BOX / 2 - 1
    if mark is None or ghost:
        sheet.text(middle, y + 22, str(page), anchor="middle", fill=MUTED if ghost else INK)
        return
    sheet.text(middle, y + 17, str(page), anchor="middle")
    sheet.text(middle, y + 29, str(mark), anchor="middle", size=11, fill=MUTED)


def _alt(moment: Moment) -> str:
    note = _note(moment)
    told = "; ".join(
        f"{name}: {' '.join(map(str, pages)) if pages else 'empty'}" for name, pages in note.lists
    )
    marks = " ".join(f"{page}:{mark}" for page, mark in note.marks)
    words = f"{happened(moment)} {told}."
    if marks:
        words += f" Kept for pages: {marks}."
    return words if note.target is None else f"{words} Target: {number(note.target)}."
