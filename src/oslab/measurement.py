"""What every measurement in the book looks like."""

from __future__ import annotations

import json
import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from oslab.errors import InvalidInput, require, require_number

Condition = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Machine:
    """Where a number came from; a number without a machine is a rumour.

    Args:
        cpu: model name as the kernel gives it.
        cpus: CPUs this process may use: affinity and cgroup quota together.
        memory_bytes: what this process may use: physical memory or a cgroup's limit.
        kernel: release, as `uname -r`.
        architecture: as `uname -m`.
        environment: `"bare metal"`, `"virtual machine (kvm)"`, `"container (docker)"`, ...
        python: version of the interpreter.
    """

    cpu: str
    cpus: float
    memory_bytes: int
    kernel: str
    architecture: str
    environment: str
    python: str

    def __str__(self) -> str:
        memory = self.memory_bytes / 2**30
        return (
            f"{self.cpu}, {self.cpus:g} CPUs, {memory:.0f} GiB, "
            f"Linux {self.kernel} {self.architecture}, {self.environment}, Python {self.python}"
        )


@dataclass(frozen=True, slots=True)
class Measurement:
    """Samples of one quantity, with what is needed to believe them.

    Args:
        name: the quantity, in the words of the chapter.
        samples: one finite number per repeat, in `unit`; never averaged away.
        unit: `"ns"`, `"bytes"`, `"faults"`, ...
        method: one sentence: how the samples were taken.
        machine: where they were taken.
        conditions: what was held fixed, such as `{"resident_bytes": 65536}`.

    Raises:
        InvalidInput: if there is no sample, one is not finite, or a text is empty.
    """

    name: str
    samples: tuple[float, ...]
    unit: str
    method: str
    machine: Machine
    conditions: Mapping[str, Condition] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for text in ("name", "unit", "method"):
            value = getattr(self, text)
            require(isinstance(value, str) and value.strip() != "", text, value, "a text")
        require(
            isinstance(self.samples, tuple | list) and len(self.samples) > 0,
            "samples", self.samples, "a sequence of at least one number",
        )  # fmt: skip
        for sample in self.samples:
            require_number("samples", sample)
        require(isinstance(self.machine, Machine), "machine", self.machine, "a Machine")
        require(isinstance(self.conditions, Mapping), "conditions", self.conditions, "a mapping")
        object.__setattr__(self, "samples", tuple(self.samples))
        object.__setattr__(self, "conditions", dict(self.conditions))

    @property
    def median(self) -> float:
        """The middle sample; unlike the mean, one interrupt cannot move it."""
        return statistics.median(self.samples)

    @property
    def minimum(self) -> float:
        """The smallest sample: for a latency, the one the machine disturbed least."""
        return min(self.samples)

    @property
    def interval(self) -> tuple[float, float]:
        """Bounds on the median from order statistics, at least 95 % where samples allow.

        No shape is assumed: the median lies between the k-th smallest and the
        k-th largest sample unless a fair coin falls the same way too often.
        With fewer than six samples the bounds are the extremes.

        Source: H. A. David and H. N. Nagaraja, Order Statistics, 3rd ed., section 7.1.
        """
        ordered = sorted(self.samples)
        n = len(ordered)
        tail, k = 0.0, 0
        while k < n // 2:
            tail += math.comb(n, k) / 2**n
            if 2 * tail > 0.05:
                break
            k += 1
        k = max(k, 1)
        return ordered[k - 1], ordered[n - k]

    def __str__(self) -> str:
        low, high = self.interval
        return (
            f"{self.name}: {readable(self.median)} {self.unit} "
            f"({readable(low)} to {readable(high)}, {len(self.samples)} samples)"
        )

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(str(self))

    def to_json(self) -> str:
        """Return the whole measurement as JSON text; `from_json` gives it back unchanged."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Measurement:
        """Return the measurement that `to_json` wrote.

        Raises:
            InvalidInput: if `text` is not such a measurement.
        """
        allowed = "the JSON text of a Measurement"
        try:
            fields = json.loads(text)
            return cls(**{**fields, "machine": Machine(**fields["machine"])})
        except InvalidInput:
            raise
        except (KeyError, TypeError, ValueError) as error:
            raise InvalidInput("text", text, f"{allowed} ({error})") from error


@dataclass(frozen=True, slots=True)
class Relation:
    """A sentence about measurements, and whether it holds on this machine.

    A notebook cell that ends in `Relation("...", a.median < b.median)` shows one
    line; nbval compares that line, so a relation that stops holding fails the
    tests and a reader on an odd machine sees which sentence is not true there.
    """

    sentence: str
    holds: bool

    def __str__(self) -> str:
        return f"{'Holds' if self.holds else 'Does NOT hold'} here: {self.sentence}"

    __repr__ = __str__


def by_condition(measurements: Sequence[Measurement], *names: str) -> dict[Any, Measurement]:
    """Return measurements by the values of these conditions; of equals the last.

    Args:
        measurements: each with all of these conditions.
        names: one: keys are its values; several: keys are tuples.

    Raises:
        InvalidInput: if a condition is missing, or no name is given.
    """
    require(len(names) > 0, "names", names, "at least one condition")
    if not isinstance(measurements, tuple | list):
        raise InvalidInput("measurements", measurements, "measurements")
    found: dict[Any, Measurement] = {}
    for one in measurements:
        ok = isinstance(one, Measurement) and all(
            isinstance(name, str) and name in one.conditions for name in names
        )
        require(ok, "measurements", one, "a Measurement with the conditions asked for")
        values = tuple(one.conditions[name] for name in names)
        found[values if len(values) > 1 else values[0]] = one
    return found


def require_measurements(measurements: object, *conditions: str) -> tuple[Measurement, ...]:
    """Return them as a tuple, or raise InvalidInput unless each has these conditions.

    Raises:
        InvalidInput: if there is none, one is no Measurement, a condition is missing, or its
            name is no text.
    """
    if not isinstance(measurements, tuple | list) or not measurements:
        raise InvalidInput("measurements", measurements, "at least one Measurement")
    for name in conditions:
        require(isinstance(name, str), "conditions", name, "names of conditions")
    for one in measurements:
        ok = isinstance(one, Measurement) and set(conditions) <= set(one.conditions)
        require(ok, "measurements", one, f"a Measurement with {', '.join(conditions)}")
    return tuple(measurements)


def largest_gap(measurements: Sequence[Measurement], predictions: Sequence[float]) -> float:
    """Return the largest distance between a median and its prediction, in their unit.

    Args:
        measurements: at least one.
        predictions: one a measurement.

    Raises:
        InvalidInput: if they are not of one length, or of another kind.
    """
    ok = isinstance(measurements, tuple | list) and len(measurements) > 0
    ok = ok and all(isinstance(one, Measurement) for one in measurements)
    require(ok, "measurements", measurements, "at least one Measurement")
    ok = isinstance(predictions, tuple | list) and len(predictions) == len(measurements)
    require(ok, "predictions", predictions, "one number a measurement")
    for number in predictions:
        require_number("predictions", number)
    return max(abs(one.median - p) for one, p in zip(measurements, predictions, strict=True))


def readable(number: float) -> str:
    """Return `number` with three significant digits and no exponent.

    >>> [readable(x) for x in (0, 0.00123, 1.5, 12.345, 4109, 1234567.8)]
    ['0', '0.00123', '1.50', '12.3', '4109', '1234568']

    Raises:
        InvalidInput: if `number` is not finite.
    """
    require_number("number", number)
    if number == 0 or (isinstance(number, int) and abs(number) < 10**15):
        return str(int(number))
    digits = max(0, 2 - math.floor(math.log10(abs(number))))
    return f"{number:.{digits}f}"
