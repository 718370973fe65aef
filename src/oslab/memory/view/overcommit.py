"""What a machine has, what it promised, and where a mode draws the line."""

from __future__ import annotations

from oslab import svg
from oslab.errors import require
from oslab.memory.metrics.overcommit import promised, uncovered
from oslab.memory.records.overcommit import NEVER, Overcommit
from oslab.picture import Picture

_LEFT, _WIDTH, _BAR = 86, 530, 26
_MOST = 64
_PAGES_IN_GIB = 1 << 18


def overcommit(record: Overcommit) -> Picture:
    """Return two bars, what there is and what was promised, refused requests in outline.

    Raises:
        InvalidInput: if `record` is no Overcommit, or has more than 64 requests.
    """
    ok = isinstance(record, Overcommit) and len(record.granted) <= _MOST
    require(ok, "record", record, f"an Overcommit of at most {_MOST} requests")
    asked = record.committed + record.request * len(record.granted)
    most = max(asked, record.ram + record.swap, record.limit or 0, 1)
    scale = _WIDTH / most
    sheet = svg.Drawing(_LEFT + _WIDTH + 24, 158, font_size=13)
    sheet.text(8, 20, _headline(record), bold=True)
    sheet.text(_LEFT - 8, 53, "there is", anchor="end")
    _piece(sheet, 0, record.ram * scale, 36, svg.SERIES[2], "RAM")
    _piece(sheet, record.ram * scale, record.swap * scale, 36, svg.SERIES[3], "swap")
    sheet.text(_LEFT - 8, 97, "promised", anchor="end")
    _piece(sheet, 0, record.committed * scale, 80, svg.MUTED, "before")
    _requests(sheet, record, scale)
    if record.limit is not None and record.mode == NEVER:
        x = _LEFT + max(0, record.limit) * scale
        sheet.line(x, 30, x, 118, stroke=svg.SERIES[1], width=2, dash="5,3")
        right = x > _LEFT + _WIDTH / 2
        sheet.text(
            x + (-4 if right else 4), 130, f"limit of all promises {_gib(record.limit)}",
            anchor="end" if right else "start", size=12,
        )  # fmt: skip
    sheet.text(8, 150, _verdict(record), size=13)
    return sheet.picture(f"{_headline(record)}. {_verdict(record)}.")


def _requests(sheet: svg.Drawing, record: Overcommit, scale: float) -> None:
    x = record.committed * scale
    for granted in record.granted:
        width = record.request * scale
        if granted:
            _piece(sheet, x, width, 80, svg.SERIES[0], "yes")
        else:
            sheet.rect(
                _LEFT + x + 1, 81, width - 2, _BAR - 2, fill="none", stroke=svg.SERIES[1]
            )  # fmt: skip
            if width > 24:
                sheet.text(_LEFT + x + width / 2, 97, "no", anchor="middle", size=12)
        x += width


def _piece(sheet: svg.Drawing, x: float, width: float, y: float, colour: str, words: str) -> None:
    if width <= 0:
        return
    sheet.rect(_LEFT + x, y, max(0.0, width - 1), _BAR, fill=colour, radius=0)
    if width > 9 * len(words):
        sheet.text(
            _LEFT + x + width / 2, y + 17, words, anchor="middle", size=12, fill=svg.PAPER
        )  # fmt: skip


def _gib(pages: int) -> str:
    return f"{svg.number(pages / _PAGES_IN_GIB)} GiB"


def _headline(record: Overcommit) -> str:
    many = len(record.granted)
    return (
        f"Mode {record.mode}: {sum(record.granted)} of {many} requests "
        f"of {_gib(record.request)} granted"
    )


def _verdict(record: Overcommit) -> str:
    short = uncovered(record)
    there = _gib(record.ram + record.swap)
    if short:
        return f"{_gib(promised(record))} promised, {there} there: {_gib(short)} cannot be kept"
    return f"{_gib(promised(record))} promised, {there} there: every promise can be kept"
