"""Pages copied by reading: the model's bars beside the kernel's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from oslab import plotting
from oslab.errors import require
from oslab.measurement import Measurement
from oslab.picture import Picture
from oslab.processes.records.reference_counts import ReferenceCounts

_MIB = 256  # pages


def reference_counts(
    measured: Sequence[Measurement], predicted: Sequence[ReferenceCounts]
) -> Picture:
    """Return two bars a case, in MiB: predicted and measured.

    Args:
        measured: as `measure.reference_counts` returns them.
        predicted: the model's answers to the same cases, in the same order.

    Raises:
        InvalidInput: if either is empty, of another kind, or their number differs.
    """
    kinds: Mapping[str, tuple[object, type]] = {
        "measured": (measured, Measurement), "predicted": (predicted, ReferenceCounts),
    }  # fmt: skip
    for name, (values, kind) in kinds.items():
        ok = isinstance(values, tuple | list) and len(values) > 0
        ok = ok and all(isinstance(one, kind) for one in values)  # type: ignore[attr-defined]
        require(ok, name, values, f"at least one {kind.__name__}")
    require(len(measured) == len(predicted), "predicted", predicted, "as many as measured")
    (where,) = plotting.axes(xlabel="copied by the child (MiB)", ylabel="")
    places = range(len(measured))
    model = [one.copied_pages / _MIB for one in predicted]
    kernel = [one.median / _MIB for one in measured]
    for values, colour, shift, label in (
        (model, plotting.MODEL, -0.2, "model"),
        (kernel, plotting.KERNEL, 0.2, "this kernel"),
    ):
        where.barh([p + shift for p in places], values, height=0.36, color=colour, label=label)
    where.set_yticks(list(places), [_label(one) for one in predicted])
    where.invert_yaxis()
    where.legend()
    said = "; ".join(
        f"{_label(one)}: model {x:.1f}, kernel {y:.1f} MiB"
        for one, x, y in zip(predicted, model, kernel, strict=True)
    )
    return plotting.picture(where, f"Memory copied by a child that stores nothing. {said}.")


def _label(record: ReferenceCounts) -> str:
    return f"{record.data}, {record.action}{', frozen' if record.frozen else ''}"
