"""The middle and the tail of a server's latencies, pool by pool."""

from __future__ import annotations

from oslab.errors import require
from oslab.picture import Picture
from oslab.processes import metrics
from oslab.processes.records.server import Server
from oslab.svg import GRID, KERNEL, MODEL, MUTED, Drawing, number

_WIDTH, _LEFT, _TOP, _ROW, _RIGHT = 640, 92, 30, 30, 120
_STRIP = 40
_WORTH_SAYING = 0.01


def server(records: Server | tuple[Server, ...]) -> Picture:
    """Return one strip a pool: where its requests' latencies lie, p50 and p99 marked.

    The axis ends at three times the median of the pools' p99: a pool that falls
    behind for good is cut off there, and its number says so.

    Raises:
        InvalidInput: if `records` is no Server nor a sequence of at least one.
    """
    several = (records,) if isinstance(records, Server) else records
    ok = isinstance(several, tuple | list) and len(several) > 0
    ok = ok and all(isinstance(one, Server) for one in several)
    require(ok, "records", records, "a Server, or at least one")
    tails = sorted(metrics.percentile(one) for one in several)
    end = max(1, min(3 * tails[(len(tails) - 1) // 2], tails[-1]))
    drawing = Drawing(_WIDTH, _TOP + _ROW * len(several) + 34, font_size=13)
    drawing.text(0, 16, "threads", size=12)
    drawing.text(_LEFT, 16, "latencies of the requests; thin line p50, thick line p99", size=12)
    for row, one in enumerate(several):
        _lane(drawing, one, _TOP + row * _ROW, end)
    _axis(drawing, end, _TOP + _ROW * len(several) + 4)
    return drawing.picture(_alt(tuple(several)))


def _lane(drawing: Drawing, one: Server, y: float, end: int) -> None:
    width = _WIDTH - _LEFT - _RIGHT
    colour = MODEL if one.source == "model" else KERNEL
    drawing.text(_LEFT - 12, y + 16, str(one.threads), anchor="end", bold=True)
    counts = [0] * _STRIP
    for latency in metrics.latencies(one):
        counts[min(_STRIP - 1, latency * _STRIP // (end + 1))] += 1
    # One outline a lane, not one element a bar: a page embeds many of these pictures.
    outline = [(float(_LEFT), y + 20)]
    for place, count in enumerate(counts):
        high = y + 20 - (3 + 17 * count / max(counts) if count else 0)
        left, right = (_LEFT + (place + side) * width / _STRIP for side in (0, 1))
        outline += [(left, high), (right, high)]
    drawing.polyline([*outline, (_LEFT + width, y + 20)], stroke="none", width=0, fill=colour)
    for share, wide in ((0.5, 1), (0.99, 3)):
        x = _LEFT + min(1.0, metrics.percentile(one, share) / end) * width
        drawing.line(x, y - 2, x, y + 22, width=wide)
    tail = metrics.percentile(one) / 1e6
    drawing.text(_WIDTH - _RIGHT + 8, y + 16, f"p99 {number(round(tail, 1))} ms", size=12)


def _axis(drawing: Drawing, end: int, y: float) -> None:
    width = _WIDTH - _LEFT - _RIGHT
    drawing.line(_LEFT, y, _LEFT + width, y, stroke=MUTED)
    for part in range(5):
        x = _LEFT + width * part / 4
        drawing.line(x, y, x, y + 4, stroke=GRID)
        words = f"{number(round(end * part / 4e6, 1))} ms"
        drawing.text(x, y + 18, words, anchor="middle", size=11)


def _alt(records: tuple[Server, ...]) -> str:
    tails = {one.threads: metrics.percentile(one) / 1e6 for one in records}
    best = min(tails, key=lambda threads: (tails[threads], threads))
    said = ", ".join(f"{threads}: {tail:.1f} ms" for threads, tail in tails.items())
    cpus = records[0].cpus
    idle = max(records, key=metrics.stranded)
    wasted = metrics.stranded(idle)
    beside = f" With {idle.threads}, CPUs idle beside waiting threads {wasted:.0%} of the time."
    return (
        f"p99 by size of the pool on {cpus} CPU{'s' if cpus > 1 else ''}: {said}. "
        f"The shortest tail has {best} thread{'s' if best > 1 else ''}."
    ) + (beside if wasted > _WORTH_SAYING else "")
