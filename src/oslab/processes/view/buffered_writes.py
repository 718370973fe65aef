"""Records above, what reaches the kernel below."""

from __future__ import annotations

from oslab.errors import require
from oslab.picture import Picture
from oslab.processes import metrics
from oslab.processes.records.system_call import NONE, BufferedWrites
from oslab.svg import INK, MODEL, MUTED, PAPER, SERIES, Drawing

_WIDTH, _LEFT = 640, 84
_SHOWN_BUFFERS, _MOST_BLOCKS = 3, 60


def buffered_writes(record: BufferedWrites) -> Picture:
    """Return the first few buffers' worth: one block a record, one block a system call.

    Raises:
        InvalidInput: if `record` is no BufferedWrites.
    """
    require(isinstance(record, BufferedWrites), "record", record, "a BufferedWrites")
    drawing = Drawing(_WIDTH, 150, font_size=13)
    span = min(
        _SHOWN_BUFFERS * max(record.buffer, record.size),
        record.size * min(record.records, _MOST_BLOCKS),
    )
    scale = (_WIDTH - _LEFT - 10) / span
    drawing.text(0, 44, "records")
    drawing.text(0, 98, "write calls")
    shown = min(record.records, _MOST_BLOCKS)
    _blocks(drawing, (record.size,) * shown, 28, span, scale, SERIES[6])
    _blocks(drawing, record.writes[:_MOST_BLOCKS], 82, span, scale, MODEL)
    drawing.arrow(_LEFT + 4, 56, _LEFT + 4, 78, stroke=MUTED)
    who = "no buffer" if record.library == NONE else f"{record.library}, {record.buffer} bytes"
    drawing.text(_LEFT + 16, 72, who, size=12)
    first = f"the first {span} of {record.records * record.size} bytes"
    drawing.text(_LEFT, 136, f"{metrics.write_calls(record)} calls in all; shown: {first}", size=12)
    return drawing.picture(_alt(record))


def _blocks(
    drawing: Drawing, sizes: tuple[int, ...], y: float, span: int, scale: float, fill: str
) -> None:
    at = 0
    for size in sizes:
        if at >= span:
            break
        width = min(size, span - at) * scale
        drawing.rect(_LEFT + at * scale, y, width, 24, fill=fill, stroke=PAPER, radius=0)
        if width > 44:
            x = _LEFT + at * scale + 5
            drawing.text(x, y + 17, str(size), size=12, fill=PAPER if fill != INK else INK)
        at += size


def _alt(record: BufferedWrites) -> str:
    calls = metrics.write_calls(record)
    through = (
        "no buffer"
        if record.library == NONE
        else f"the {record.buffer}-byte buffer of {record.library}"
    )
    sizes = sorted(set(record.writes), reverse=True)
    said = " or ".join(map(str, sizes[:3]))
    return (
        f"{record.records} records of {record.size} bytes through {through} make {calls} write "
        f"call{'s' if calls > 1 else ''} of {said} bytes."
    )
