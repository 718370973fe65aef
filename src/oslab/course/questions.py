"""What a lab asks: the kinds of question, and what their judges are given.

`labs/<name>/checks.py` holds one `LAB = Lab(...)`. No record here holds a
solution or an expected answer: a reference makes those, and it is never
shipped. Student code never runs where these records are used to judge.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from keyword import iskeyword
from pathlib import Path
from typing import Any

from oslab.course.limits import Limits
from oslab.errors import require, require_choice, require_whole

CAPABILITIES = (
    "disk_backed_folder",
    "cgroup_cpu",
    "cgroup_memory",
    "c_compiler",
    "two_cpus",
    "numba",
    "psutil",
)
"""What a measured question may need; `oslab.course.capabilities` tries each."""

Case = dict[str, Any]
"""Keyword arguments of one call, JSON-plain: None, bool, int, float, str, list, dict."""

Evidence = Mapping[str, Mapping[str, Any]]
"""What this run has shown: question -> {"answer": what the student's code returned,
"seen": the counters of `Seen` as a dict}. Only questions that pass are in it; a
question that is not measured has the answer None (a Value: the value) and no counters.
"""

Finding = str | None
"""None if the answer is right; else what is wrong, and a hint. The engine adds the input."""


class Retry(str):
    """What is wrong, where the machine may have disturbed it: worth another try."""

    __slots__ = ()

    def __new__(cls, words: str) -> Retry:
        """Take the words that a student would read."""
        require(isinstance(words, str) and words != "", "words", words, "a text")
        return super().__new__(cls, words)


@dataclass(frozen=True, slots=True)
class Seen:
    """Counters of the kernel for one call of an answer, taken from outside of it.

    They count the process that ran the answer (in the notebook, the notebook's
    own), its threads included; those of `children` count the children it waited
    for. `peak_children` is how many processes it had at once, itself not counted,
    as far as sampling saw; `children_left` how many were there, zombies too, when
    the answer had returned.
    """

    minor_faults: int = 0
    major_faults: int = 0
    children_minor_faults: int = 0
    children_major_faults: int = 0
    cpu_ns: int = 0
    children_cpu_ns: int = 0
    voluntary_switches: int = 0
    involuntary_switches: int = 0
    children_voluntary_switches: int = 0
    children_involuntary_switches: int = 0
    wall_ns: int = 0
    peak_children: int = 0
    children_left: int = 0

    def __post_init__(self) -> None:
        for name in self.__slots__:
            require_whole(name, getattr(self, name), low=0)


@dataclass(frozen=True, slots=True)
class Pure:
    """A function judged by its answers alone.

    Args:
        entry: the function's name in the notebook.
        points: what it is worth, 1 to 100.
        limits: of every call; those of the lab if None.
        cases: from a seeded `random.Random` to the cases; the engine sorts them by
            length and takes out what repeats, so the first that fails is the smallest.
        judge: from a case, the student's answer and the reference's (both JSON-plain)
            to what is wrong, or None.

    Raises:
        InvalidInput: if a field is not what it says.
    """

    entry: str
    points: int
    cases: Callable[[random.Random], list[Case]]
    judge: Callable[[Case, Any, Any], Finding]
    limits: Limits | None = None

    def __post_init__(self) -> None:
        _require_question(self.entry, self.points, self.limits, cases=self.cases, judge=self.judge)


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A function that the judge asks as often as it likes, and that sees only what it is told.

    Args:
        entry: the function's name in the notebook.
        points: what it is worth, 1 to 100.
        limits: of every call; those of the lab if None.
        judge: gets `ask` and a seeded `random.Random`; `ask(**case)` calls the
            student's function with JSON-plain data and returns its JSON-plain answer.
        last: whether a failure shows what was asked last; not where a whole game was judged.

    Raises:
        InvalidInput: if a field is not what it says.
    """

    entry: str
    points: int
    judge: Callable[[Callable[..., Any], random.Random], Finding]
    limits: Limits | None = None
    last: bool = True

    def __post_init__(self) -> None:
        _require_question(self.entry, self.points, self.limits, judge=self.judge)
        require(isinstance(self.last, bool), "last", self.last, "True or False")


@dataclass(frozen=True, slots=True)
class Measured:
    """A function that measures, judged by relations and by counters that the kernel keeps.

    Args:
        entry: the function's name in the notebook.
        points: what it is worth, 1 to 100.
        limits: of every call; those of the lab if None.
        prepare: from a seeded `random.Random` and an empty folder to the call's
            keyword arguments and the truth; paths below the folder are given as Path
            and reach the student as text.
        judge: from the answer, the truth and what was `Seen` to what is wrong. A
            `Retry` says that the machine may be to blame.
        tries: how often a `Retry` may be answered by another try, 1 to 10.
        requires: names of CAPABILITIES; where one is missing the question is left out.

    Raises:
        InvalidInput: if a field is not what it says.
    """

    entry: str
    points: int
    prepare: Callable[[random.Random, Path], tuple[Case, Any]]
    judge: Callable[[Any, Any, Seen], Finding]
    tries: int = 3
    requires: tuple[str, ...] = ()
    limits: Limits | None = None

    def __post_init__(self) -> None:
        _require_question(
            self.entry, self.points, self.limits, prepare=self.prepare, judge=self.judge
        )
        require_whole("tries", self.tries, low=1, high=10)
        ok = isinstance(self.requires, tuple | list)
        require(ok, "requires", self.requires, "a list of capabilities")
        for name in self.requires:
            require_choice("requires", name, CAPABILITIES)
        object.__setattr__(self, "requires", tuple(self.requires))


@dataclass(frozen=True, slots=True)
class Value:
    """What the student says about her own measurements, in plain data.

    Args:
        entry: the name of the value in the notebook. It is not started while it is
            None, or a list or dict that holds nothing but None.
        points: what it is worth, 1 to 100.
        limits: of every call; those of the lab if None.
        judge: from the value (JSON-plain) and the `Evidence` to what is wrong, or None.

    Raises:
        InvalidInput: if a field is not what it says.
    """

    entry: str
    points: int
    judge: Callable[[Any, Evidence], Finding]
    limits: Limits | None = None

    def __post_init__(self) -> None:
        _require_question(self.entry, self.points, self.limits, judge=self.judge)


@dataclass(frozen=True, slots=True)
class Explored:
    """Thread programs for the explorer of `oslab.sync`, taken as source and vetted first.

    Args:
        entries: names of the generator functions, in the order in which the notebook
            gives them to `lab.check`.
        points: what it is worth, 1 to 100.
        limits: of every call; those of the lab if None.
        judge: from name -> generator function and a seeded `random.Random` to what is
            wrong, or None.

    Raises:
        InvalidInput: if a field is not what it says.
    """

    entries: tuple[str, ...]
    points: int
    judge: Callable[[dict[str, Callable[..., Any]], random.Random], Finding]
    limits: Limits | None = None

    def __post_init__(self) -> None:
        ok = isinstance(self.entries, tuple | list) and len(self.entries) > 0
        require(ok, "entries", self.entries, "names of functions")
        for entry in self.entries:
            _require_question(entry, self.points, self.limits, judge=self.judge)
        ok = len(set(self.entries)) == len(self.entries)
        require(ok, "entries", self.entries, "different from each other")
        object.__setattr__(self, "entries", tuple(self.entries))


Question = Pure | Dialogue | Measured | Value | Explored


def _require_question(entry: object, points: object, limits: object, **functions: object) -> None:
    require_name("entry", entry)
    require_whole("points", points, low=1, high=100)
    ok = limits is None or isinstance(limits, Limits)
    require(ok, "limits", limits, "Limits(...), or None for the lab's")
    for name, function in functions.items():
        require(callable(function), name, function, "a function")


def require_name(argument: str, name: object) -> None:
    """Raise InvalidInput unless `name` is a name that Python and a file system take.

    Raises:
        InvalidInput: see above.
    """
    ok = isinstance(name, str) and name.isascii() and name.isidentifier() and not iskeyword(name)
    ok = ok and isinstance(name, str) and not name.startswith("_")
    require(ok, argument, name, "a name of letters, digits and underscores")
