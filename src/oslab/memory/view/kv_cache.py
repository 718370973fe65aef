"""The slots of a key-value cache, and what of them is worth its memory."""

from __future__ import annotations

from oslab import svg
from oslab.errors import require
from oslab.memory.metrics.kv_cache import (
    mean_running,
    reserved_share,
    token_share,
    unusable_share,
    wasted_slots,
)
from oslab.memory.records.kv_cache import PAGED, KvCache
from oslab.picture import Picture

_LEFT, _WIDTH, _TOP, _ROW = 48, 576, 40, 22
_ROWS = 8
_MOST_EXTENTS = 512
_BAR_LEFT, _BAR = 130, 300


def kv_cache(record: KvCache) -> Picture:
    """Return the slots after the last step: tokens in colour, reserved slots pale, free grey.

    Args:
        record: with at most 512 runs of slots.

    Raises:
        InvalidInput: if `record` is no KvCache, or has more.
    """
    ok = isinstance(record, KvCache) and len(record.extents) <= _MOST_EXTENTS
    require(ok, "record", record, f"a KvCache with at most {_MOST_EXTENTS} runs of slots")
    row = -(-record.slots // _ROWS)
    sheet = svg.Drawing(640, _TOP + _ROWS * _ROW + 56, font_size=13)
    sheet.text(8, 20, _headline(record), bold=True)
    for line in range(_ROWS):
        y = _TOP + line * _ROW
        wide = _WIDTH * max(0, min(row, record.slots - line * row)) / row
        sheet.rect(_LEFT, y, wide, _ROW - 5, fill=svg.GRID, radius=0)
        sheet.text(_LEFT - 6, y + 13, str(line * row), anchor="end", size=11, fill=svg.MUTED)
    for number, start, slots, colour in _runs(record):
        pale = 0.35 if number < 0 else 1.0
        for top, left, piece in _pieces(start, slots, row):
            sheet.rect(left, top, piece - 0.5, _ROW - 5, fill=colour, radius=0, opacity=pale)
    foot = _TOP + _ROWS * _ROW + 16
    words = "colour: tokens, one colour a request; pale: reserved, no token; grey: free"
    sheet.text(_LEFT, foot, words, size=12, fill=svg.MUTED)
    sheet.text(8, foot + 26, _verdict(record), size=13)
    return sheet.picture(f"{_headline(record)}. {_verdict(record)}.")


def kv_schemes(records: tuple[KvCache, ...]) -> Picture:
    """Return a bar a scheme: tokens, reserved for nothing, free and of no use.

    Args:
        records: at most 8, of the same requests.

    Raises:
        InvalidInput: if there are none, too many, or something else.
    """
    ok = isinstance(records, tuple | list) and 0 < len(records) <= 8
    ok = ok and all(isinstance(one, KvCache) for one in records)
    require(ok, "records", records, "1 to 8 KvCaches")
    sheet = svg.Drawing(640, 62 + 36 * len(records), font_size=13)
    for left, name, colour in (
        (_BAR_LEFT, "tokens", svg.SERIES[2]),
        (_BAR_LEFT + 76, "reserved, empty", svg.SERIES[1]),
        (_BAR_LEFT + 204, "free, nobody fits", svg.GRID),
    ):
        sheet.rect(left, 10, 12, 12, fill=colour)
        sheet.text(left + 17, 20, name, size=12)
    sheet.text(_BAR_LEFT + _BAR + 44, 20, "in / steps / preempted", size=12, fill=svg.MUTED)
    said = []
    for place, one in enumerate(records):
        y = 34 + 36 * place
        sheet.text(_BAR_LEFT - 8, y + 17, one.scheme, anchor="end")
        shares = (token_share(one), reserved_share(one), unusable_share(one))
        x: float = _BAR_LEFT
        for share, colour in zip(shares, (svg.SERIES[2], svg.SERIES[1], svg.GRID), strict=True):
            sheet.rect(x, y, share * _BAR, 24, fill=colour, radius=0)
            x += share * _BAR
        sheet.text(_BAR_LEFT + _BAR + 6, y + 17, f"{100 * shares[0]:.0f} %", size=12)
        steps, running = len(one.moments), svg.number(round(mean_running(one), 1))
        sheet.text(
            _BAR_LEFT + _BAR + 50, y + 17, f"{running} / {steps:,} / {one.preempted}", size=12
        )  # fmt: skip
        said.append(
            f"{one.scheme}: {100 * shares[0]:.0f} % tokens, {running} requests at a time, "
            f"{steps:,} steps, {one.preempted} preempted"
        )
    sheet.text(_BAR_LEFT, 34 + 36 * len(records) + 14, "share of the cache while requests wait",
               size=12, fill=svg.MUTED)  # fmt: skip
    return sheet.picture(f"Share of the cache that holds tokens. {'; '.join(said)}.")


def _runs(record: KvCache) -> list[tuple[int, int, int, str]]:
    """Return (request, start, slots, colour), neighbours joined; reserved ones have request -1."""
    found: list[tuple[int, int, int, str]] = []
    for one in record.extents:
        colour = svg.SERIES[one.request % len(svg.SERIES)]
        for number, start, slots in (
            (one.request, one.start, one.tokens),
            (-1, one.start + one.tokens, one.slots - one.tokens),
        ):
            if not slots:
                continue
            last = found[-1] if found else (-2, 0, 0, "")
            if last[0] == number and last[1] + last[2] == start and last[3] == colour:
                found[-1] = (number, last[1], last[2] + slots, colour)
            else:
                found.append((number, start, slots, colour))
    return found


def _pieces(start: int, slots: int, row: int) -> list[tuple[float, float, float]]:
    """Cut a run of slots at the ends of rows; return (y, x, width) of each piece."""
    pieces: list[tuple[float, float, float]] = []
    end = start + slots
    while start < end:
        line = start // row
        stop = min(end, (line + 1) * row)
        x = _LEFT + _WIDTH * (start - line * row) / row
        pieces.append((_TOP + line * _ROW, x, _WIDTH * (stop - start) / row))
        start = stop
    return pieces


def _headline(record: KvCache) -> str:
    blocks = f" in blocks of {record.block}" if record.scheme == PAGED else ""
    return f"{record.slots:,} slots{blocks}, {record.scheme}, after step {len(record.moments):,}"


def _verdict(record: KvCache) -> str:
    last = record.moments[-1] if record.moments else None
    held = sum(one.tokens for one in record.extents)
    free = record.slots - sum(one.slots for one in record.extents)
    inside = len({one.request for one in record.extents})
    waiting = last.waiting if last else 0
    return (
        f"{inside} requests in, {waiting} waiting; {held:,} tokens, "
        f"{wasted_slots(record):,} slots reserved for nothing, {free:,} free"
    )
