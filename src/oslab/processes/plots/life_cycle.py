"""A CPU's utilisation as processes are added: the model beside this kernel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from oslab import plotting
from oslab.errors import require, require_number, require_whole
from oslab.measurement import Measurement
from oslab.picture import Picture


def cpu_utilisation(measured: Sequence[Measurement], predicted: Mapping[int, float]) -> Picture:
    """Return both shares against the number of processes.

    Args:
        measured: as `measure.cpu_utilisation` returns them.
        predicted: number of processes to share, 0 to 1.

    Raises:
        InvalidInput: if either is empty or of another kind.
    """
    ok = isinstance(measured, tuple | list) and len(measured) > 0
    require(ok, "measured", measured, "measurements of CPU utilisation")
    for one in measured:
        ok = isinstance(one, Measurement) and "processes" in one.conditions
        require(ok, "measured", one, "measurements of CPU utilisation")
    ok = isinstance(predicted, Mapping) and len(predicted) > 0
    require(ok, "predicted", predicted, "a share for each number of processes")
    for count, share in predicted.items():
        require_whole("predicted", count, 1)
        require_number("predicted", share, 0, 1)
    counts = [int(one.conditions["processes"]) for one in measured]
    shares = [100 * one.median for one in measured]
    (where,) = plotting.axes(xlabel="processes", ylabel="CPU used (%)")
    where.plot(
        list(predicted), [100 * share for share in predicted.values()],
        "--o", color=plotting.MODEL, label="model", fillstyle="none",
    )  # fmt: skip
    where.plot(counts, shares, "-s", color=plotting.KERNEL, label="this kernel")
    where.set_ylim(0, 105)
    where.set_xticks(counts)
    where.legend()
    return plotting.picture(where, _alt(dict(zip(counts, shares, strict=True)), predicted))


def _alt(shares: Mapping[int, float], predicted: Mapping[int, float]) -> str:
    pairs = "; ".join(
        f"{count}: model {100 * predicted[count]:.0f} %, kernel {share:.0f} %"
        for count, share in shares.items()
        if count in predicted
    )
    return f"CPU used, by number of processes. {pairs}."
