"""What fills a group while its process grows, up to the kill."""

from __future__ import annotations

from oslab import svg
from oslab.errors import require
from oslab.memory.metrics.limit import pressure_from, reread
from oslab.memory.records.limit import MemoryLimit
from oslab.picture import Picture

_LEFT, _WIDTH, _TOP, _HEIGHT = 52, 430, 36, 190


def memory_limit(record: MemoryLimit) -> Picture:
    """Return areas over growth: kernel, anonymous, file, swapped; a cross where it ends.

    Raises:
        InvalidInput: if `record` is no MemoryLimit.
    """
    require(isinstance(record, MemoryLimit), "record", record, "a MemoryLimit")
    sheet = svg.Drawing(640, _TOP + _HEIGHT + 52, font_size=13)
    sheet.text(8, 20, _headline(record), bold=True)
    steps = record.killed if record.killed is not None else len(record.moments) - 1
    steps = max(1, steps)
    most = max(record.limit, *(record.base + one.anonymous + one.swapped + one.file
                               for one in record.moments))  # fmt: skip
    across, up = _WIDTH / (steps * 1.08), _HEIGHT / (most * 1.08)
    base = [float(record.base)] * len(record.moments)
    anonymous = [b + one.anonymous for b, one in zip(base, record.moments, strict=True)]
    file = [a + one.file for a, one in zip(anonymous, record.moments, strict=True)]
    swapped = [f + one.swapped for f, one in zip(file, record.moments, strict=True)]
    zero = [0.0] * len(base)
    layers = (
        ("swapped out", file, swapped, svg.SERIES[3]),
        ("pages of files", anonymous, file, svg.SERIES[2]),
        ("anonymous", base, anonymous, svg.SERIES[0]),
        ("the kernel's", zero, base, svg.MUTED),
    )
    for place, (name, low, high, colour) in enumerate(layers):
        _area(sheet, low, high, colour, across, up)
        y = _TOP + 40 + 22 * place
        sheet.rect(_LEFT + _WIDTH + 14, y - 10, 12, 12, fill=colour)
        sheet.text(_LEFT + _WIDTH + 32, y, name, size=12)
    _marks(sheet, record, across, up)
    bottom = _TOP + _HEIGHT
    sheet.line(_LEFT, _TOP, _LEFT, bottom, stroke=svg.MUTED)
    sheet.line(_LEFT, bottom, _LEFT + _WIDTH, bottom, stroke=svg.MUTED)
    sheet.text(_LEFT - 6, bottom + 4, "0", anchor="end", size=12)
    sheet.text(_LEFT + _WIDTH / 2, bottom + 20, "MiB touched by the process", anchor="middle")
    sheet.text(8, bottom + 42, _verdict(record), size=13)
    return sheet.picture(f"{_headline(record)}. {_verdict(record)}.")


def _area(
    sheet: svg.Drawing, low: list[float], high: list[float], colour: str,
    across: float, up: float,
) -> None:  # fmt: skip
    if low == high:
        return
    there = [(_LEFT + x * across, _TOP + _HEIGHT - y * up) for x, y in _bends(high)]
    back = [(_LEFT + x * across, _TOP + _HEIGHT - y * up) for x, y in _bends(low)]
    sheet.polyline([*there, *reversed(back)], fill=colour, stroke="none", width=0)


def _bends(values: list[float]) -> list[tuple[int, float]]:
    """Return the points of a line where its slope changes, and its ends."""
    points = list(enumerate(values))
    last = len(points) - 1
    return [(x, y) for x, y in points if x in (0, last) or values[x + 1] - y != y - values[x - 1]]


def _marks(sheet: svg.Drawing, record: MemoryLimit, across: float, up: float) -> None:
    y = _TOP + _HEIGHT - record.limit * up
    sheet.line(_LEFT, y, _LEFT + _WIDTH, y, stroke=svg.SERIES[1], dash="5,3")
    sheet.text(_LEFT - 6, y + 4, str(record.limit), anchor="end", size=12)
    begin = pressure_from(record)
    if begin is not None:
        x = _LEFT + begin * across
        sheet.line(x, _TOP, x, _TOP + _HEIGHT, stroke=svg.INK, dash="2,3")
        sheet.text(x - 4, _TOP + 10, f"pressure from {begin}", anchor="end", size=12)
    if record.killed is not None:
        x, high = _LEFT + record.killed * across, _TOP + _HEIGHT / 2
        for side in (-1, 1):
            sheet.line(x - 6, high - 6 * side, x + 6, high + 6 * side, stroke=svg.SERIES[1],
                       width=3)  # fmt: skip
        sheet.text(x - 10, high + 4, f"killed at {record.killed}", anchor="end", size=12,
                   fill=svg.PAPER)  # fmt: skip


def _headline(record: MemoryLimit) -> str:
    swap = f" and {record.swap} MiB of swap" if record.swap else " and no swap"
    return f"A group of at most {record.limit} MiB{swap}"


def _verdict(record: MemoryLimit) -> str:
    begin = pressure_from(record)
    end = (
        f"killed when it asks for MiB {record.killed}"
        if record.killed is not None
        else f"alive at {len(record.moments) - 1} MiB"
    )
    if begin is None:
        return f"No pressure at any time; {end}"
    return f"Pressure from MiB {begin} on, {reread(record):,} MiB of files read again; {end}"
