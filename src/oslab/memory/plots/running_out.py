"""Counts beside their predictions, and the last steps of a process before it is killed."""

from __future__ import annotations

from collections.abc import Sequence

from oslab import plotting
from oslab.errors import InvalidInput, require
from oslab.measurement import Measurement
from oslab.memory.records.limit import MemoryLimit
from oslab.picture import Picture

_MIB = 1 << 20


def faults(measurements: Sequence[Measurement]) -> Picture:
    """Return one line a measurement: the model's count, the kernel's median and its samples.

    Args:
        measurements: those of `measure.faults`, `measure.fault_around` or another whose
            condition `predicted` is a number, in one unit; at most 40.

    Raises:
        InvalidInput: if they are none of these.
    """
    checked = _predicted(measurements)
    height = min(12.0, 1.2 + 0.32 * len(checked))
    unit = checked[0].unit
    (where,) = plotting.axes(xlabel=unit, ylabel="", height=height)
    places = list(range(len(checked)))[::-1]
    for place, one in zip(places, checked, strict=True):
        where.plot(
            list(one.samples), [place] * len(one.samples), ".", color=plotting.KERNEL, alpha=0.35
        )
    predictions = [float(one.conditions["predicted"]) for one in checked]
    where.plot(
        predictions, places, "|", color=plotting.MODEL, markersize=16, markeredgewidth=3,
        label="model",
    )  # fmt: skip
    medians = [one.median for one in checked]
    where.plot(medians, places, "o", color=plotting.KERNEL, label="this kernel (median)")
    where.set_xscale("symlog", linthresh=1)
    where.set_xlim(left=-0.3)
    where.xaxis.set_major_formatter(lambda x, _: f"{x:,.0f}")
    where.set_yticks(places, [_label(one) for one in checked])
    where.set_ylim(-0.6, len(checked) - 0.4)
    where.grid(visible=False, axis="y")
    where.legend(loc="lower center", bbox_to_anchor=(0.4, 1.0), ncols=2, fontsize=9)
    said = ", ".join(
        f"{_label(one)}: {one.median:,g} of {number:,g}"
        for one, number in zip(checked, predictions, strict=True)
    )
    return plotting.picture(where, f"{unit} counted, of those predicted. {said}.")


def memory_limit(measurements: Sequence[Measurement], record: MemoryLimit | None = None) -> Picture:
    """Return two charts over a process's growth: what the group holds, and what memory cost.

    Left, the anonymous and the file pages of the group, with the model's beside them; right,
    the share of each step in which a task of the machine stood still for memory (PSI).

    Args:
        measurements: of `measure.memory_limit`.
        record: the model's, of the same limit.

    Raises:
        InvalidInput: if they are none of these.
    """
    found = _by_quantity(measurements)
    require("step" in found, "measurements", measurements, "one sample a step")
    ok = record is None or isinstance(record, MemoryLimit)
    require(ok, "record", record, "a MemoryLimit or None")
    left, right = plotting.axes(
        xlabel="grown by (MiB)", ylabel="in the group (MiB)", columns=2, height=3.4
    )
    if record is not None:
        moments = record.moments
        steps = range(len(moments))
        left.plot(steps, [one.anonymous for one in moments], "-", color=plotting.MODEL, lw=3,
                  alpha=0.6, label="model")  # fmt: skip
        left.plot(steps, [one.file for one in moments], "--", color=plotting.MODEL, lw=3, alpha=0.6)
    grown = range(1, len(found["step"].samples) + 1)
    for name, dash in (("anonymous", "-"), ("file", "--")):
        held = [size / _MIB for size in found[name].samples]
        left.plot(grown, held, dash, color=plotting.KERNEL, lw=1.6, label=name)
    left.legend(fontsize=9, loc="upper left")
    shares = _shares(found)
    right.plot(grown, shares, "-", color=plotting.KERNEL, lw=1.6)
    right.set_ylabel("step lost waiting for memory (%)")
    right.set_ylim(bottom=0)
    killed = found["killed at"].median
    for where in (left, right):
        if killed >= 0:
            where.axvline(killed, color=plotting.INK, lw=1, linestyle=":")
    return plotting.picture(left, _limit_alt(found, shares, killed))


def _limit_alt(found: dict[str, Measurement], shares: Sequence[float], killed: float) -> str:
    early = shares[: len(shares) // 2]
    end = f"killed at {killed:.0f} MiB" if killed >= 0 else "not killed"
    return (
        f"A process that grows in a group of {found['step'].conditions['limit_mib']} MiB: {end}; "
        f"file pages fall from {max(found['file'].samples) / _MIB:.0f} to "
        f"{found['file'].samples[-1] / _MIB:.1f} MiB; waiting for memory took at most "
        f"{max(early, default=0):.0f} % of a step in the first half and {max(shares):.0f} % later."
    )


def _shares(found: dict[str, Measurement]) -> list[float]:
    if "stall" not in found:
        return [0.0] * len(found["step"].samples)
    pairs = zip(found["stall"].samples, found["step"].samples, strict=True)
    return [100 * min(1.0, stall / max(1.0, step)) for stall, step in pairs]


def _label(one: Measurement) -> str:
    says = one.conditions
    words = [str(says[name]) for name in ("workload", "written", "kind", "mode") if name in says]
    if "by" in says and says["by"] != "oslab":
        words.append(f"({says['by']})")
    return ", ".join(words) if words else one.name


def _predicted(measurements: Sequence[Measurement]) -> list[Measurement]:
    if not isinstance(measurements, tuple | list) or not 1 <= len(measurements) <= 40:
        raise InvalidInput("measurements", measurements, "1 to 40 Measurements")
    for one in measurements:
        ok = isinstance(one, Measurement)
        ok = ok and isinstance(one.conditions.get("predicted"), int | float)
        require(ok, "measurements", one, "a Measurement whose conditions say what was predicted")
    same = len({one.unit for one in measurements}) == 1
    require(same, "measurements", measurements, "Measurements of one unit")
    return list(measurements)


def _by_quantity(measurements: Sequence[Measurement]) -> dict[str, Measurement]:
    if not isinstance(measurements, tuple | list):
        raise InvalidInput("measurements", measurements, "measurements of memory_limit")
    for one in measurements:
        ok = isinstance(one, Measurement) and "quantity" in one.conditions
        require(ok, "measurements", one, "a measurement of memory_limit")
    return {str(one.conditions["quantity"]): one for one in measurements}
