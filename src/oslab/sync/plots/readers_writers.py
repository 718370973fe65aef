"""Readers and writers: what the model allows beside what real threads did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes

from oslab import plotting
from oslab.errors import require
from oslab.measurement import Measurement, readable, require_measurements
from oslab.picture import Picture

STREAMS = {"readers": "readers pass a waiting writer", "writers": "writers pass a waiting reader"}
_ENDLESS, _BOUNDED = "may starve", "does not starve"


def readers_writers(
    measurements: Sequence[Measurement], starves: Mapping[str, Sequence[str]]
) -> Picture:
    """Return how many overtook whoever waited, for each lock, every round a dot.

    Args:
        measurements: of `measure.readers_writers`.
        starves: by lock, who may starve according to the model, of `"writer"` and `"reader"`;
            locks that the model does not know are left out.

    Raises:
        InvalidInput: if they are none of those.
    """
    rows = require_measurements(measurements, "lock", "stream", "most")
    ok = isinstance(starves, Mapping) and all(
        isinstance(lock, str) and isinstance(who, list | tuple) and {*who} <= {"writer", "reader"}
        for lock, who in starves.items()
    )
    require(ok, "starves", starves, 'by lock, some of "writer" and "reader"')
    ok = all(one.conditions["stream"] in STREAMS for one in rows)
    require(ok, "measurements", measurements, "measurements of readers_writers()")
    locks = list(dict.fromkeys(str(one.conditions["lock"]) for one in rows))
    most = max(float(one.conditions["most"]) for one in rows)
    both = plotting.axes(xlabel="overtakers in a round", ylabel="", columns=2,
                         height=1.6 + 0.4 * len(locks))  # fmt: skip
    for axes, (stream, title) in zip(both, STREAMS.items(), strict=True):
        mine = [one for one in rows if one.conditions["stream"] == stream]
        for one in mine:
            y = -locks.index(str(one.conditions["lock"]))
            spread = [y + 0.22 * (place / len(one.samples) - 0.5)
                      for place in range(len(one.samples))]  # fmt: skip
            axes.plot(one.samples, spread, "o", color=plotting.KERNEL, markersize=4, alpha=0.6)
        waiting = "writer" if stream == "readers" else "reader"
        for lock, who in starves.items():
            if lock in locks:
                axes.plot([most if waiting in who else 0], [-locks.index(lock)], "d",
                          color=plotting.MODEL, markersize=11, fillstyle="none",
                          markeredgewidth=2)  # fmt: skip
        axes.axvline(most, color=plotting.INK, linewidth=0.8, linestyle=":")
        axes.set_xscale("symlog", linthresh=1)
        axes.set_xticks([0, 1, 10, 100, 1000], ["0", "1", "10", "100", "1000"])
        axes.set_xlim(-0.4, 2.5 * most)
        axes.set_title(title, fontsize=10)
        axes.set_yticks([-row for row in range(len(locks))], locks if axes is both[0] else [])
        axes.set_ylim(-len(locks) + 0.4, 0.6)
    _legend(both[0])
    return plotting.picture(both[0], _alt(rows, starves))


def _legend(axes: Axes) -> None:
    """Say once what dots and diamonds are, where no round can be."""
    axes.plot([], [], "o", color=plotting.KERNEL, markersize=4, label="a round here")
    axes.plot([], [], "d", color=plotting.MODEL, markersize=9, fillstyle="none",
              markeredgewidth=2, label="model")  # fmt: skip
    axes.legend(loc="lower center", fontsize=8)


def _alt(rows: Sequence[Measurement], starves: Mapping[str, Sequence[str]]) -> str:
    said = []
    for one in rows:
        stream, lock = str(one.conditions["stream"]), str(one.conditions["lock"])
        waiting = "writer" if stream == "readers" else "reader"
        known = lock in starves
        model = f"; model: {_ENDLESS if waiting in starves[lock] else _BOUNDED}" if known else ""
        said.append(
            f"{lock}: {readable(one.median)} {stream} overtook a waiting {waiting} in the median "
            f"round (at most {readable(max(one.samples))}{model})"
        )
    return ". ".join(said) + "."
