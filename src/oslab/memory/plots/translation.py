"""What translation adds to a load, beside what a TLB of the reported size predicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from oslab import plotting
from oslab.errors import InvalidInput, require, require_number, require_whole
from oslab.measurement import readable
from oslab.picture import Picture

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
    where.xaxis.set_major_formatter(lambda x, _: f"{int(x):,}")
    where.yaxis.set_major_formatter(lambda y, _: f"{y:g}")
    where.legend(fontsize=9)
    parts = [
        f"{_NAMES[kind]} {readable(row[0])} ns at {pages[0]:,} and {readable(row[-1])} ns at "
        f"{pages[-1]:,}" for kind, row in measured.items()
    ]  # fmt: skip
    return plotting.picture(where, "What translation adds to a load: " + "; ".join(parts) + ".")


def _numbers(name: str, row: object, count: int) -> None:
    if not isinstance(row, tuple | list) or len(row) != count:
        raise InvalidInput(name, row, f"{count} numbers")
    for number in row:
        require_number(name, number)
