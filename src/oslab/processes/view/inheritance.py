"""What a new task can change for its maker: one line a thing, an arrow where it is seen."""

from __future__ import annotations

from oslab.errors import require
from oslab.picture import Picture
from oslab.processes.records.inheritance import Inheritance
from oslab.svg import GRID, MUTED, SERIES, Drawing
from oslab.table import Table


def inheritance(record: Inheritance) -> Picture:
    """Return one line a thing: shared ones reach the maker, copies stop half way.

    Raises:
        InvalidInput: if `record` is no Inheritance.
    """
    _require("record", record)
    height = 26
    drawing = Drawing(640, 52 + height * len(record.changes), font_size=13)
    drawing.text(0, 16, record.made_by, bold=True)
    drawing.text(220, 38, "new task", anchor="middle", fill=MUTED)
    drawing.text(390, 38, "its maker", anchor="middle", fill=MUTED)
    for row, one in enumerate(record.changes):
        y = 60 + row * height
        drawing.text(0, y, one.thing)
        drawing.circle(220, y - 4, 5, fill=SERIES[2])
        if one.seen:
            drawing.arrow(230, y - 4, 378, y - 4, stroke=SERIES[2])
            drawing.circle(390, y - 4, 5, fill=SERIES[2])
        else:
            drawing.line(230, y - 4, 300, y - 4, stroke=MUTED, dash="3 3")
            drawing.line(302, y - 10, 302, y + 2, stroke=MUTED, width=2)
            drawing.circle(390, y - 4, 5, fill=GRID)
        drawing.text(406, y, one.held_in, fill=MUTED, size=12)
    return drawing.picture(_alt(record))


def compared_inheritance(
    predicted: tuple[Inheritance, ...], measured: tuple[Inheritance, ...]
) -> Table:
    """Return one row a thing: what clone's flags predict, and what the kernel did.

    Args:
        predicted: as `model.inheritance` returns them, one a column.
        measured: of the same makings, in the same order.

    Raises:
        InvalidInput: if they are not of the same makings and things.
    """
    for name, records in (("predicted", predicted), ("measured", measured)):
        ok = isinstance(records, tuple | list) and len(records) > 0
        require(ok, name, records, "at least one Inheritance")
        for one in records:
            _require(name, one)
    same = [_things(one) for one in predicted] == [_things(one) for one in measured]
    require(same, "measured", measured, "of the same makings as predicted")
    rows = []
    for row, first in enumerate(predicted[0].changes):
        cells = [
            _cell(model.changes[row].seen, kernel.changes[row].seen)
            for model, kernel in zip(predicted, measured, strict=True)
        ]
        rows.append((first.thing, first.act, *cells, first.held_in))
    agree = sum(
        a.seen == b.seen
        for model, kernel in zip(predicted, measured, strict=True)
        for a, b in zip(model.changes, kernel.changes, strict=True)
    )
    caption = f"{agree} of {len(predicted) * len(rows)} predictions agree with this kernel"
    columns = ("thing", "the new task does", *(f"seen after {one.made_by}" for one in predicted))
    return Table(caption, (*columns, "held in"), tuple(rows))


def _things(record: Inheritance) -> tuple[str, ...]:
    return (record.made_by, *(one.thing for one in record.changes))


def _cell(predicted: bool, seen: bool) -> str:
    word = "yes" if seen else "no"
    return word if predicted == seen else f"{word} (predicted otherwise)"


def _alt(record: Inheritance) -> str:
    seen = [one.thing for one in record.changes if one.seen]
    return (
        f"After {record.made_by} the maker sees {len(seen)} of {len(record.changes)} changes: "
        + ", ".join(seen)
        + "."
    )


def _require(name: str, record: object) -> None:
    require(isinstance(record, Inheritance), name, record, "an Inheritance")
