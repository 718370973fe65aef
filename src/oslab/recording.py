"""Results of named machines, for a reader whose own machine cannot answer.

A recording is one file `recorded/NAME.json`: the measurements with all their
samples, the machine, the date and the command that took them, and a digest of
the whole. Only `record` writes one; `load` refuses a file whose digest no
longer fits its content, so a number edited by hand never reaches a page.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

from oslab.errors import InvalidInput, Unavailable, require
from oslab.measurement import Machine, Measurement
from oslab.picture import TEXT_ONLY, home

RECORDED = Path(__file__).parent / "recorded"
Measure = Callable[..., Measurement | tuple[Measurement, ...]]
_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")


@dataclass(frozen=True, slots=True)
class Recording:
    """What one machine answered on one day.

    Args:
        name: room and function, such as `"processes.fork_cost"`.
        date: ISO day on which it was taken.
        command: the command that takes it again.
        measurements: at least one, all of one machine.

    Raises:
        InvalidInput: if a field is empty, malformed, or the machines differ.
    """

    name: str
    date: str
    command: str
    measurements: tuple[Measurement, ...]

    def __post_init__(self) -> None:
        _require_name(self.name)
        _require_date(self.date)
        ok = isinstance(self.command, str) and self.command.strip() != ""
        require(ok, "command", self.command, "a command line")
        # The command is shown to readers of other machines, where no such path exists.
        require("/" not in self.command, "command", self.command, "free of paths")
        object.__setattr__(self, "measurements", _measurements(self.measurements))
        machines = {one.machine for one in self.measurements}
        require(len(machines) == 1, "measurements", self.measurements, "taken on one machine")

    @property
    def machine(self) -> Machine:
        """Where every one of the measurements was taken."""
        return self.measurements[0].machine

    def to_json(self) -> str:
        """Return the file's text, digest included; `from_json` gives the recording back."""
        content: dict[str, Any] = {
            "name": self.name,
            "date": self.date,
            "command": self.command,
            "machine": str(self.machine),
            "kernel": self.machine.kernel,
            "measurements": [json.loads(one.to_json()) for one in self.measurements],
        }
        whole = {**content, "digest": _digest(content)}
        return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Recording:
        """Return the recording that `to_json` wrote.

        Raises:
            InvalidInput: if `text` is no recording, or was changed after it was written.
        """
        allowed = "the unedited text of a recording, as `oslab record` writes it"
        try:
            content = json.loads(text)
            digest = content.pop("digest")
            if digest != _digest(content):
                raise InvalidInput("text", text, f"{allowed}; its digest does not fit its content")
            taken = tuple(Measurement.from_json(json.dumps(one)) for one in content["measurements"])
            return cls(content["name"], content["date"], content["command"], taken)
        except InvalidInput:
            raise
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise InvalidInput("text", text, f"{allowed} ({error})") from error


@dataclass(frozen=True, slots=True)
class Answer:
    """Measurements, and whose they are.

    Args:
        measurements: at least one.
        live: whether this machine took them just now.
        label: whose they are and when they were taken; if recorded, also why
            this machine did not answer and what would make it.
    """

    measurements: tuple[Measurement, ...]
    live: bool
    label: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "measurements", _measurements(self.measurements))
        require(isinstance(self.live, bool), "live", self.live, "True or False")
        ok = isinstance(self.label, str) and self.label.strip() != ""
        require(ok, "label", self.label, "a sentence")

    def __str__(self) -> str:
        return "\n".join([self.label, *(f"  {_line(one)}" for one in self.measurements)])

    __repr__ = __str__

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        text = {"text/plain": str(self)}
        if home() == TEXT_ONLY:
            return text
        lines = "".join(f"<li>{escape(_line(one))}</li>" for one in self.measurements)
        kind = "live" if self.live else "recorded"
        html = (
            f'<div class="oslab-answer" data-answer="{kind}">'
            f"<p><strong>{escape(self.label)}</strong></p><ul>{lines}</ul></div>"
        )
        return {**text, "text/html": html}


def answer(name: str, measure: Measure, /, **arguments: Any) -> Answer:
    """Run `measure(**arguments)`, or show what a named machine recorded if this one cannot.

    Args:
        name: of the recording, such as `"processes.fork_cost"`.
        measure: returns measurements, or raises Unavailable where it cannot.
        **arguments: handed to `measure` as they are.

    Raises:
        InvalidInput: if the name is malformed or `measure` is not a function.
        Unavailable: the one `measure` raised, if nothing is recorded under `name`.
    """
    return _answer(name, measure, arguments, RECORDED, date.today())


def record(
    name: str, measure: Measure, *, where: Path = RECORDED, today: date | None = None
) -> Recording:
    """Run `measure()` and write its measurements to `where`/NAME.json.

    Args:
        name: of the recording, such as `"processes.fork_cost"`.
        measure: takes no arguments.
        where: an existing folder.
        today: the day to write; this machine's clock says it if left out.

    Raises:
        InvalidInput: if an argument is malformed.
        Unavailable: if this machine cannot measure it; nothing is written then.
    """
    _require_name(name)
    require(callable(measure), "measure", measure, "a function of no arguments")
    _require_folder(where)
    ok = today is None or isinstance(today, date)
    require(ok, "today", today, "a date")
    day = (today or date.today()).isoformat()
    made = Recording(name, day, f"oslab record {name}", _measurements(measure()))
    _path(name, where).write_text(made.to_json(), encoding="utf-8")
    return made


def load(name: str, where: Path = RECORDED) -> Recording:
    """Return the recording called `name`.

    Raises:
        InvalidInput: if the name is malformed, or the file was edited by hand.
        Unavailable: if nothing is recorded under this name.
    """
    _require_name(name)
    _require_folder(where)
    try:
        text = _path(name, where).read_text(encoding="utf-8")
    except FileNotFoundError:
        what = f"A recording called {name}"
        remedy = f"Run `oslab record {name}` on a machine that can measure it."
        raise Unavailable(what, remedy) from None
    return Recording.from_json(text)


def _answer(
    name: str, measure: Measure, arguments: dict[str, Any], where: Path, today: date
) -> Answer:
    _require_name(name)
    require(callable(measure), "measure", measure, "a function that returns measurements")
    try:
        taken = _measurements(measure(**arguments))
    except Unavailable as cannot:
        try:
            kept = load(name, where)
        except Unavailable:
            raise cannot from None
        return Answer(kept.measurements, live=False, label=_recorded_label(kept, cannot))
    return Answer(taken, live=True, label=f"This machine, {today.isoformat()}")


def _recorded_label(kept: Recording, cannot: Unavailable) -> str:
    machine = kept.machine
    return (
        f"Recorded on {machine.cpu}, Linux {machine.kernel}, {kept.date}, because: "
        f"{cannot.what} is not available here. {cannot.remedy}"
    )


def _line(one: Measurement) -> str:
    held = ", ".join(f"{name}={value}" for name, value in one.conditions.items())
    return f"{one} [{held}]" if held else str(one)


def _measurements(taken: object) -> tuple[Measurement, ...]:
    several = taken if isinstance(taken, tuple | list) else (taken,)
    require(len(several) > 0, "measurements", taken, "at least one Measurement")
    for one in several:
        require(isinstance(one, Measurement), "measurements", one, "Measurements only")
    return tuple(several)


def _digest(content: dict[str, Any]) -> str:
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()


def _path(name: str, where: Path) -> Path:
    return where / f"{name}.json"


def _require_name(name: object) -> None:
    ok = isinstance(name, str) and _NAME.fullmatch(name) is not None
    require(ok, "name", name, "a room and a function, such as 'processes.fork_cost'")


def _require_date(day: object) -> None:
    try:
        date.fromisoformat(day)  # type: ignore[arg-type]
    except (TypeError, ValueError) as error:
        raise InvalidInput("date", day, "a day such as '2026-05-01'") from error


def _require_folder(where: object) -> None:
    ok = isinstance(where, Path) and "\0" not in str(where) and where.is_dir()
    require(ok, "where", where, "an existing folder, as a Path")
