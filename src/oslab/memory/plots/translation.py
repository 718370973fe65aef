"""Translation, model beside kernel: what it adds to a load, its faults, its tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from oslab import plotting
from oslab.errors import InvalidInput, require, require_number, require_whole
from oslab.measurement import Measurement, readable
from oslab.memory.records.page_table_size import TableSize
from oslab.picture import Picture
from oslab.table import Table

_PAGE_FAULT = 14
_TRAPS = {0: "none", 13: "general protection"}
_NAMES = {"anonymous": "4 KiB pages", "huge": "2 MiB pages"}
_DASHES = {"anonymous": "-", "huge": "--"}


def translation_cost(
    pages: Sequence[int], measured: Mapping[str, Sequence[float]], predicted: Sequence[float]
) -> Picture:
    """Return nanoseconds added to a load over the number of places, 4 KiB apart.

    Args:
        pages: rising, at least two.
        measured: kind of page (`"anonymous"`, `"huge"`) to nanoseconds, one for each number.
        predicted: the model's, one for each number.

    Raises:
        InvalidInput: if an argument is none of these.
    """
    ok = isinstance(pages, tuple | list) and len(pages) > 1
    require(ok, "pages", pages, "at least two whole numbers")
    for count in pages:
        require_whole("pages", count, 1)
    _numbers("predicted", predicted, len(pages))
    if not isinstance(measured, Mapping) or not measured or not set(measured) <= set(_NAMES):
        raise InvalidInput("measured", measured, f"some of {tuple(_NAMES)} to numbers")
    (where,) = plotting.axes(xlabel="places 4 KiB apart", ylabel="added to a load (ns)")
    where.plot(pages, predicted, drawstyle="steps-post", color=plotting.MODEL,
               label="model, 4 KiB pages")  # fmt: skip
    for kind, row in measured.items():
        _numbers("measured", row, len(pages))
        where.plot(
            pages, row, _DASHES[kind], color=plotting.KERNEL, label=_NAMES[kind], marker="o",
            markersize=3, linewidth=1.5,
        )  # fmt: skip
    where.set_xscale("log", base=2)
    where.set_yscale("symlog", linthresh=1)
    where.set_ylim(bottom=0)
    where.xaxis.set_major_formatter(lambda x, _: f"{int(x):,}")
    where.yaxis.set_major_formatter(lambda y, _: f"{y:g}")
    where.legend(fontsize=9)
    parts = [
        f"{_NAMES[kind]} {readable(row[0])} ns at {pages[0]:,} and {readable(row[-1])} ns at "
        f"{pages[-1]:,}" for kind, row in measured.items()
    ]  # fmt: skip
    return plotting.picture(where, "What translation adds to a load: " + "; ".join(parts) + ".")


def error_codes(
    measurements: Sequence[Measurement], predicted: Mapping[str, int], label: str = ""
) -> Table:
    """Return one row a breach: the model's error code and the processor's.

    Args:
        measurements: of `measure.page_faults`.
        predicted: breach to code, as `model.error_codes` returns them.
        label: whose they are, for the caption.

    Raises:
        InvalidInput: if they are none of these.
    """
    _measured(measurements, {"breach", "trap"})
    if not isinstance(predicted, Mapping):
        raise InvalidInput("predicted", predicted, "names and codes")
    rows = []
    for one in measurements:
        name, trap = str(one.conditions["breach"]), one.conditions["trap"]
        model = str(predicted.get(name, "no page fault"))
        other = _TRAPS.get(int(trap), f"trap {trap}")
        pushed = f"{one.median:.0f}" if trap == _PAGE_FAULT else other
        rows.append((name.replace("_", " "), model, pushed))
    agree = sum(model == pushed for _, model, pushed in rows)
    caption = f"Error codes: {agree} of {len(predicted)} are what the model predicts"
    return Table(_labelled(caption, label), ("breach", "model", "this processor"), tuple(rows))


def page_tables(
    measurements: Sequence[Measurement], predicted: Sequence[TableSize], label: str = ""
) -> Table:
    """Return one row a pattern: the page tables that the model and the kernel count.

    Args:
        measurements: of `measure.page_table_size`.
        predicted: as `measure.predicted_tables` returns them.
        label: whose they are, for the caption.

    Raises:
        InvalidInput: if they are none of these, or not as many.
    """
    _measured(measurements, {"size_mib", "stride_kib", "huge"})
    ok = isinstance(predicted, tuple | list) and len(predicted) == len(measurements)
    ok = ok and all(isinstance(one, TableSize) for one in predicted)
    require(ok, "predicted", predicted, "a TableSize for each measurement")
    rows = tuple(
        (
            f"{one.conditions['size_mib']:,}", f"{one.conditions['stride_kib']:,}",
            _NAMES["huge" if one.conditions["huge"] else "anonymous"].removesuffix(" pages"),
            f"{model.table_bytes:,}", f"{one.minimum:,.0f}",
        )
        for one, model in zip(measurements, predicted, strict=True)
    )  # fmt: skip
    caption = "Bytes of page tables: the model counts, the kernel counts"
    return Table(
        _labelled(caption, label), ("MiB", "a touch in KiB", "pages", "model", "kernel"), rows
    )


def frames(measurements: Sequence[Measurement], label: str = "") -> Table:
    """Return one row a page: its address, the frame behind it and what the kernel knows of it.

    Args:
        measurements: of `measure.translation`.
        label: whose they are, for the caption.

    Raises:
        InvalidInput: if they are none of these.
    """
    _measured(measurements, {"address", "flags", "mapped"})
    rows = tuple(
        (
            str(one.conditions["address"]), f"{one.median:,.0f}", str(one.conditions["mapped"]),
            str(one.conditions["flags"]),
        )
        for one in measurements
    )  # fmt: skip
    caption = _labelled("Neighbours in the address space, and where they are", label)
    return Table(caption, ("page", "frame", "mapped by", "flags"), rows)


def _labelled(caption: str, label: str) -> str:
    require(isinstance(label, str), "label", label, "a text")
    return f"{caption}. {label}" if label else caption


def _measured(measurements: object, names: set[str]) -> None:
    allowed = f"measurements with {', '.join(sorted(names))}"
    if not isinstance(measurements, tuple | list) or not measurements:
        raise InvalidInput("measurements", measurements, allowed)
    for one in measurements:
        ok = isinstance(one, Measurement) and names <= set(one.conditions)
        require(ok, "measurements", one, allowed)


def _numbers(name: str, row: object, count: int) -> None:
    if not isinstance(row, tuple | list) or len(row) != count:
        raise InvalidInput(name, row, f"{count} numbers")
    for number in row:
        require_number(name, number)
