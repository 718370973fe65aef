"""Counts that must be equal: a line for the model, marks for this kernel."""

from __future__ import annotations

from collections.abc import Mapping

from oslab import plotting
from oslab.errors import require, require_whole
from oslab.picture import Picture

Counts = Mapping[str, Mapping[int, int]]
"""Name of a line, then x to count."""


def counts(predicted: Counts, counted: Counts, *, xlabel: str, ylabel: str) -> Picture:
    """Return predicted lines and counted marks on one pair of axes.

    Args:
        predicted: of the model, one mapping for each line.
        counted: of this kernel; a name that both have is compared in the alt text.
        xlabel: of the whole numbers counted against.
        ylabel: of the counts.

    Raises:
        InvalidInput: if a mapping is empty, or a label is no text.
    """
    for name, label in (("xlabel", xlabel), ("ylabel", ylabel)):
        require(isinstance(label, str) and label.strip() != "", name, label, "a text")
    for name, lines in (("predicted", predicted), ("counted", counted)):
        _require(name, lines)
    (where,) = plotting.axes(xlabel=xlabel, ylabel=ylabel)
    dashes = ("-", "--", ":")
    for place, (name, line) in enumerate(predicted.items()):
        where.plot(
            list(line), list(line.values()), dashes[place % 3],
            color=plotting.MODEL, label=f"model: {name}",
        )  # fmt: skip
    for place, (name, line) in enumerate(counted.items()):
        where.plot(
            list(line), list(line.values()), "so^v"[place % 4], markersize=5 + 4 * place,
            fillstyle="none", color=plotting.KERNEL, label=f"this kernel: {name}",
        )  # fmt: skip
    where.set_ylim(bottom=0)
    where.legend()
    return plotting.picture(where, _alt(predicted, counted, ylabel))


def _require(name: str, lines: object) -> None:
    ok = isinstance(lines, Mapping) and len(lines) > 0
    require(ok, name, lines, "at least one line of counts")
    assert isinstance(lines, Mapping)  # noqa: S101  (mypy cannot know)
    for key, line in lines.items():
        require(isinstance(key, str) and key != "", name, key, "a name for each line")
        require(isinstance(line, Mapping) and len(line) > 0, name, line, "counts by whole number")
        for x, count in line.items():
            require_whole(name, x)
            require_whole(name, count)


def _alt(predicted: Counts, counted: Counts, ylabel: str) -> str:
    sentences = []
    for name, line in counted.items():
        model = predicted.get(name, {})
        both = [x for x in line if x in model]
        if both:
            equal = sum(line[x] == model[x] for x in both)
            sentences.append(f"{name}: model and kernel are equal at {equal} of {len(both)} points")
        else:
            sentences.append(f"{name}: from {min(line.values())} to {max(line.values())}")
    return f"{ylabel[0].upper()}{ylabel[1:]}. {'; '.join(sentences)}."
