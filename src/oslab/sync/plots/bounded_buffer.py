"""The bounded buffer: what the model allows beside what real threads did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from oslab import plotting
from oslab.errors import require
from oslab.measurement import Measurement, readable, require_measurements
from oslab.picture import Picture
from oslab.sync.records.exploration import Exploration
from oslab.sync.records.history import FINISHED
from oslab.table import Table

RIGHT, REFUSED, HANGS = "right", "refused", "hangs"
_OPACITY = {"C": 1.0, "Python": 0.45}
Shares = dict[str, dict[str, dict[str, float]]]


def bounded_buffer(
    measurements: Sequence[Measurement], predictions: Mapping[str, Exploration]
) -> Picture:
    """Return how often each variant goes wrong: of schedules in the model, of trials here.

    Trials that Python refused are left out of its bar and said in words.

    Args:
        measurements: of `measure.bounded_buffer`.
        predictions: by variant, what the model explored.

    Raises:
        InvalidInput: if they are none of those.
    """
    shares = _shares(measurements, predictions)
    (axes,) = plotting.axes(
        xlabel="goes wrong (%)", ylabel="", height=min(20, 1.4 + 0.45 * len(shares))
    )
    languages = [name for name in _OPACITY if any(name in row for row in shares.values())]
    thick = 0.7 / max(1, len(languages))
    for number, language in enumerate(languages):
        places = [-row + 0.35 - thick * (number + 0.5) for row in range(len(shares))]
        wrong = [_wrong(row.get(language, {})) for row in shares.values()]
        axes.barh(places, wrong, height=thick * 0.9, color=plotting.KERNEL,
                  alpha=_OPACITY[language], label=f"{language}, of trials")  # fmt: skip
    model = [_wrong_schedules(predictions[name]) for name in shares]
    axes.plot(model, [-row for row in range(len(shares))], "|", color=plotting.MODEL,
              markersize=20, markeredgewidth=3, label="model, of schedules")  # fmt: skip
    ends = [max(_wrong(one) for one in row.values()) for row in shares.values()]
    for row, (name, most, share) in enumerate(zip(shares, ends, model, strict=True)):
        words = _named(predictions[name], shares[name])
        axes.annotate(words, (max(most, share), -row), xytext=(8, 0), textcoords="offset points",
                      va="center", fontsize=9, color=plotting.INK)  # fmt: skip
    axes.set_xlim(-1, 1.75 * max(10, *ends, *model))
    axes.set_yticks([-row for row in range(len(shares))], list(shares))
    axes.grid(visible=False, axis="y")
    axes.legend(loc="lower center", bbox_to_anchor=(0.3, 1.0), ncols=3, fontsize=9)
    said = "; ".join(
        f"{name}: model {readable(share)} % of schedules, "
        + ", ".join(f"{language} {readable(_wrong(one))} %" for language, one in row.items())
        + f" ({_named(predictions[name], row)})"
        for (name, row), share in zip(shares.items(), model, strict=True)
    )
    return plotting.picture(axes, f"How often each variant goes wrong. {said}.")


def bounded_buffer_table(
    measurements: Sequence[Measurement], predictions: Mapping[str, Exploration]
) -> Table:
    """Return a row a variant: the ends that the model allows, and those that were seen.

    Raises:
        InvalidInput: as `bounded_buffer`.
    """
    shares = _shares(measurements, predictions)
    languages = [name for name in _OPACITY if any(name in row for row in shares.values())]
    counted = {
        (one.conditions["variant"], one.conditions["language"], one.conditions["outcome"]):
        one.samples[0] for one in measurements if "outcome" in one.conditions
    }  # fmt: skip
    rows = []
    for name, row in shares.items():
        seen = [
            ", ".join(
                f"{end} {counted[name, language, end]:,.0f}"
                for end, share in row.get(language, {}).items() if share > 0
            ) for language in languages
        ]  # fmt: skip
        rows.append((name, ", ".join(allowed(predictions[name])), *seen))
    heads = ("variant", "the model allows", *(f"seen in {name}" for name in languages))
    caption = "Nothing was seen that the model does not allow, but for what Python refuses."
    return Table(caption, heads, tuple(rows))


def allowed(result: Exploration) -> tuple[str, ...]:
    """Return the ways in which a variant can end, in the words of `measure.bounded_buffer`.

    Raises:
        InvalidInput: if `result` is no Exploration.
    """
    require(isinstance(result, Exploration), "result", result, "an Exploration")
    found = [RIGHT] if any(one.ended == FINISHED for one in result.outcomes) else []
    found += [one.what.rpartition(": ")[2] for one in result.failures]
    return tuple(dict.fromkeys(found + [HANGS] * bool(result.lost_wakeups + result.deadlocks)))


def _shares(measurements: object, predictions: object) -> Shares:
    """Return variant, language and outcome to per cent of the trials."""
    taken = require_measurements(measurements, "variant", "language", "trials")
    shares: Shares = {}
    for one in taken:
        if "outcome" in one.conditions:
            name, language, end, trials = (
                one.conditions[key] for key in ("variant", "language", "outcome", "trials")
            )
            ok = language in _OPACITY and isinstance(trials, int) and trials > 0
            require(ok, "measurements", one, "trials of measure.bounded_buffer")
            found = shares.setdefault(str(name), {}).setdefault(str(language), {})
            found[str(end)] = 100 * one.median / int(trials)
    require(len(shares) > 0, "measurements", measurements, "outcomes of measure.bounded_buffer")
    ok = isinstance(predictions, Mapping) and all(
        isinstance(predictions.get(name), Exploration) and predictions[name].schedules
        for name in shares
    )
    require(ok, "predictions", predictions, "an Exploration a variant, its schedules counted")
    return shares


def _wrong(row: Mapping[str, float]) -> float:
    return sum(share for end, share in row.items() if end not in (RIGHT, REFUSED))


def _wrong_schedules(result: Exploration) -> float:
    wrong = sum(one.schedules or 0 for one in result.outcomes if one.ended != FINISHED)
    return 100 * wrong / (result.schedules or 1)


def _named(result: Exploration, row: Mapping[str, Mapping[str, float]]) -> str:
    seen = [end for one in row.values() for end, share in one.items() if share > 0]
    ends = dict.fromkeys(end for end in (*allowed(result), *seen) if end not in (RIGHT, REFUSED))
    words = [", ".join(ends) or "never"]
    words += ["Python refuses"] * (REFUSED in seen)
    return "; ".join(words)
