"""The tail of a real pool beside the tail the model foresaw."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from oslab import plotting
from oslab.errors import require
from oslab.measurement import readable
from oslab.picture import Picture
from oslab.processes import metrics
from oslab.processes.records.server import Server

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def server(
    measured: Sequence[Server], predicted: Sequence[Server], baseline: Sequence[Server] = ()
) -> Picture:
    """Return p50 and p99 against the size of the pool, the median of runs of one size.

    Args:
        measured: as `measure.server` returns them.
        predicted: of the same requests, by `model.serve`.
        baseline: of the same requests, with one queue for all CPUs; only its p99 is drawn.

    Raises:
        InvalidInput: if one of them is no sequence of Servers, or one of the first two is empty.
    """
    for argument, runs in (
        ("measured", measured), ("predicted", predicted), ("baseline", baseline or predicted),
    ):  # fmt: skip
        ok = isinstance(runs, tuple | list) and len(runs) > 0
        ok = ok and all(isinstance(one, Server) for one in runs)
        require(ok, argument, runs, "at least one Server")
    (axes,) = plotting.axes(xlabel="threads in the pool", ylabel="latency, ms")
    sides = (("model", predicted, plotting.MODEL), ("kernel", measured, plotting.KERNEL))
    for name, runs, colour in sides:
        for share, style in ((0.99, "o-"), (0.5, "o:")):
            _line(axes, runs, share, style, colour, f"{name}, p{share * 100:.0f}")
    if baseline:
        _line(axes, baseline, 0.99, "--", plotting.MODEL, "model, one queue, p99")
    axes.set_xscale("log", base=2)
    axes.set_yscale("log")
    sizes = sorted({one.threads for one in (*measured, *predicted)})
    axes.set_xticks(sizes, [str(size) for size in sizes])
    axes.minorticks_off()
    axes.legend()
    return plotting.picture(axes, _alt(measured, predicted))


def _line(
    axes: Axes, runs: Sequence[Server], share: float, style: str, colour: str, label: str
) -> None:
    points = _points(runs, share)
    axes.plot(list(points), list(points.values()), style, color=colour, label=label)


def _points(runs: Sequence[Server], share: float) -> dict[int, float]:
    return {size: ns / 1e6 for size, ns in metrics.by_pool(runs, share).items()}


def _alt(measured: Sequence[Server], predicted: Sequence[Server]) -> str:
    kernel, model = _points(measured, 0.99), _points(predicted, 0.99)
    said = [
        f"{size} threads {readable(kernel[size])} ms (model {readable(model[size])})"
        for size in kernel
        if size in model
    ]
    return "p99 on this kernel: " + ", ".join(said) + "."
