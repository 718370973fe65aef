"""What a reader may change: a range, a choice, a switch or free text.

A control is written as a plain Python value, so a notebook needs no new words:
`(low, high[, step])`, a list, a bool or a string. Everything after this module
speaks of a control's value by its *position*, never by comparing numbers, so
0.1 + 0.2 cannot miss the frame of 0.3 and 1 stays an int in the browser.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from oslab.errors import InvalidInput, require

Value = int | float | str | bool
MOST_VALUES = 1_000
LONGEST_TEXT = 1_000
LARGEST = 2**53  # beyond it a browser's numbers skip integers
STEPS_OF_A_FLOAT_RANGE = 20
_ALLOWED = "(low, high), (low, high, step), a list of choices, a bool or a string"


@dataclass(frozen=True, slots=True)
class Control:
    """One thing a reader may change.

    Args:
        name: the parameter of the simulator.
        label: what the reader sees, with the unit.
        kind: `range`, `choice`, `switch` or `text`.
        values: every value it can take; empty for free text.
        start: the value of the first picture.
    """

    name: str
    label: str
    kind: str
    values: tuple[Value, ...]
    start: Value

    @property
    def start_position(self) -> int:
        """Where `start` stands in `values`."""
        return self.values.index(self.start)

    def words(self, value: Value) -> str:
        """Return the control set to `value`, such as `quantum (ms) 4`."""
        return f"{self.label} {shown(value)}"


def shown(value: Value) -> str:
    """Return `value` as a reader sees it; assets/live.js writes the same.

    >>> [shown(value) for value in (True, 1234567, 2.0, 1 / 3, 0.000001, "LRU")]
    ['on', '1234567', '2', '0.333333', '0.000001', 'LRU']
    """
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, float):
        digits = repr(value) if value.is_integer() else f"{value:.6g}"
        return f"{Decimal(digits).normalize():f}"
    return str(value)


def parse(name: str, written: object, label: str | None = None) -> Control:
    """Return the control that `written` describes.

    Raises:
        InvalidInput: if it is none of the four kinds, or has no or too many values.
    """
    shown = name.replace("_", " ") if label is None else label
    if isinstance(written, bool):
        return Control(name, shown, "switch", (False, True), written)
    if isinstance(written, str):
        _require_text(name, written)
        return Control(name, shown, "text", (), written)
    if isinstance(written, tuple):
        values = _steps(name, written)
        return Control(name, shown, "range", values, values[0])
    if isinstance(written, list):
        choices = _choices(name, written)
        return Control(name, shown, "choice", choices, choices[0])
    raise InvalidInput(name, written, _ALLOWED)


def started(control: Control, value: object) -> Control:
    """Return `control` starting at `value`.

    Raises:
        InvalidInput: if the control cannot take that value.
    """
    argument = f"initial[{control.name!r}]"
    if control.kind == "text":
        return replace(control, start=_require_text(argument, value))
    for known in control.values:
        if isinstance(known, bool) is isinstance(value, bool) and known == value:
            return replace(control, start=known)
    raise InvalidInput(argument, value, "one of " + ", ".join(map(repr, control.values[:20])))


def read(
    written: Mapping[str, object], labels: Mapping[str, str], initial: Mapping[str, object]
) -> tuple[Control, ...]:
    """Return the controls of a figure in the order they were written.

    Raises:
        InvalidInput: if one is wrong, or `labels` or `initial` name another.
    """
    for argument, names in (("labels", labels), ("initial", initial)):
        require(isinstance(names, Mapping), argument, names, "a mapping of control names")
        for name in names:
            require(name in written, argument, name, "one of " + ", ".join(map(repr, written)))
    for name, label in labels.items():
        ok = isinstance(label, str) and label.strip() != ""
        require(ok, f"labels[{name!r}]", label, "a few words")
    controls = (parse(name, value, labels.get(name)) for name, value in written.items())
    return tuple(started(c, initial[c.name]) if c.name in initial else c for c in controls)


def _require_text(argument: str, value: object) -> str:
    if isinstance(value, str) and len(value) <= LONGEST_TEXT:
        return value
    raise InvalidInput(argument, value, f"text of at most {LONGEST_TEXT} characters")


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return -LARGEST <= value <= LARGEST


def _steps(name: str, written: tuple[Any, ...]) -> tuple[Value, ...]:
    ok = len(written) in (2, 3) and all(map(_is_number, written))
    require(ok, name, written, "(low, high) or (low, high, step) in numbers within 2**53")
    whole = all(isinstance(part, int) for part in written)
    low, high = (Decimal(repr(part)) for part in written[:2])
    require(low < high, name, written, "a range whose low is below its high")
    if len(written) == 3:
        step = Decimal(repr(written[2]))
    else:
        step = Decimal(1) if whole else (high - low) / STEPS_OF_A_FLOAT_RANGE
    require(step > 0, name, written, "a range whose step is above 0")
    require(step <= high - low, name, written, "a range with at least two values")
    count = (high - low) / step
    require(count < MOST_VALUES, name, written, f"a range of at most {MOST_VALUES} values")
    # Decimal steps: 0.1 three times is 0.3, as a reader would write it.
    exact = (low + step * position for position in range(int(count) + 1))
    return tuple(int(value) if whole else float(value) for value in exact)


def _choices(name: str, written: list[Any]) -> tuple[Value, ...]:
    require(0 < len(written) <= MOST_VALUES, name, written, f"1 to {MOST_VALUES} choices")
    for choice in written:
        ok = _is_number(choice) or (isinstance(choice, str) and choice.strip() != "")
        require(ok, name, choice, "a choice that is a number within 2**53 or some text")
    require(len(set(written)) == len(written), name, written, "choices that all differ")
    return tuple(written)
