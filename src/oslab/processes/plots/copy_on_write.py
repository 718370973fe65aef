"""Faults and copied pages against pages written: the model's line, the kernel's points."""

from __future__ import annotations

from collections.abc import Sequence

from oslab import plotting
from oslab.errors import require
from oslab.picture import Picture
from oslab.processes.metrics.copy_on_write import disagreement, faults
from oslab.processes.records.copy_on_write import CopyOnWrite


def copy_on_write(kernel: Sequence[CopyOnWrite], predicted: Sequence[CopyOnWrite]) -> Picture:
    """Return faults of all writers together against pages written.

    Args:
        kernel: as `measure.copy_on_write` returns them.
        predicted: the model's answers to the same questions, in the same order.

    Raises:
        InvalidInput: if either is empty, of another kind, or the questions differ.
    """
    for name, records in (("kernel", kernel), ("predicted", predicted)):
        ok = isinstance(records, tuple | list) and len(records) > 0
        ok = ok and all(isinstance(record, CopyOnWrite) for record in records)
        require(ok, name, records, "CopyOnWrite records")
    require(len(kernel) == len(predicted), "predicted", predicted, "as many as kernel")
    gaps = [disagreement(one, other) for one, other in zip(predicted, kernel, strict=True)]
    (where,) = plotting.axes(xlabel="pages written", ylabel="minor faults")
    for records, style, colour, label in (
        (predicted, "-", plotting.MODEL, "model"),
        (kernel, "s", plotting.KERNEL, "this kernel"),
    ):
        x, y = [record.written for record in records], [faults(record) for record in records]
        where.plot(x, y, style, color=colour, label=label, fillstyle="none")
    where.legend()
    worst = 100 * max(gaps)
    last = kernel[-1]
    return plotting.picture(
        where,
        f"Minor faults against pages written: {faults(last):,} faults for {last.written:,} pages "
        f"written; model and kernel differ by at most {worst:.1f} % of the pages.",
    )
