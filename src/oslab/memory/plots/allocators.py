"""The allocators of this kernel beside the models of them."""

from __future__ import annotations

from collections.abc import Sequence

from oslab import plotting
from oslab.errors import require, require_number
from oslab.measurement import Measurement, by_condition, readable
from oslab.memory.metrics.buddy import unusable
from oslab.memory.records.buddy import FreeCounts
from oslab.picture import Picture


def unusable_free(kernel: FreeCounts, predicted: FreeCounts) -> Picture:
    """Return the share of free memory in blocks too small for a request, over its size.

    Args:
        kernel: of this machine.
        predicted: of a model.

    Raises:
        InvalidInput: if one is no FreeCounts.
    """
    for name, value in (("kernel", kernel), ("predicted", predicted)):
        require(isinstance(value, FreeCounts), name, value, "FreeCounts")
    (where,) = plotting.axes(xlabel="pages in one block", ylabel="free memory too small (%)")
    said = []
    for free, style, colour, label in (
        (predicted, "-", plotting.MODEL, "model, no grouping"),
        (kernel, "s-", plotting.KERNEL, "this kernel"),
    ):
        orders = range(len(free.counts))
        shares = [100 * unusable(free, order) for order in orders]
        where.plot([1 << k for k in orders], shares, style, color=colour, label=label)
        fourth = shares[min(4, len(shares) - 1)]
        said.append(f"{label}: {fourth:.0f} % for 16 pages, {shares[-1]:.0f} % at the most")
    where.set_xscale("log", base=2)
    where.legend()
    words = f"Share of free memory in blocks too small for a request. {'; '.join(said)}."
    return plotting.picture(where, words)


def slab(measurements: Sequence[Measurement], predicted: Sequence[float]) -> Picture:
    """Return the slabs that stay over the objects that left, model and kernel.

    Args:
        measurements: as `measure.slab` returns them.
        predicted: the share of slabs kept when 0, 1, ... 100 percent have left.

    Raises:
        InvalidInput: if they are other measurements, or not 101 predictions from 0 to 1.
    """
    found = by_condition(measurements, "freed")
    ok = len(found) > 0 and all(isinstance(one, int) and 0 <= one <= 100 for one in found)
    require(ok, "measurements", measurements, "slabs kept, by percent of objects freed")
    ok = isinstance(predicted, tuple | list) and len(predicted) == 101
    require(ok, "predicted", predicted, "101 shares")
    for share in predicted:
        require_number("predicted", share, low=0, high=1)
    (where,) = plotting.axes(xlabel="objects that left (%)", ylabel="slabs that stay (%)")
    left = [100 - freed for freed in range(101)]
    where.plot(range(101), left, ":", color=plotting.MUTED, label="if slabs shrank")
    where.plot([100 * one for one in predicted], "-", color=plotting.MODEL, label="model")
    where.plot(list(found), [one.median for one in found.values()], "s", color=plotting.KERNEL,
               label="this kernel")  # fmt: skip
    where.set_ylim(bottom=0)
    where.legend(loc="lower left")
    said = "; ".join(
        f"{freed} % left: predicted {100 * predicted[freed]:.0f} %, "
        f"measured {readable(one.median)} %"
        for freed, one in found.items()
    )
    return plotting.picture(where, f"Slabs that stay when objects leave by chance. {said}.")
