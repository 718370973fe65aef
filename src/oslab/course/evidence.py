"""`evidence_<lab>.json`: what a student predicted and what her machine answered.

It helps her and nobody else: the grader measures again, and believes no file.
"""

from __future__ import annotations

import contextlib
import hashlib
import inspect
import json
import os
import types
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from oslab import __version__
from oslab.course.calling import deadline
from oslab.course.plain import plain
from oslab.course.questions import require_name
from oslab.course.verdict import FAIL, PASS, STATES, UNMEASURED, Verdict
from oslab.errors import InvalidInput, require, require_number, require_whole
from oslab.machine import this_machine

SCHEMA = 1
_MOST = 8_000_000
"""Bytes of a file that are read; ours are far smaller."""


class EvidenceFile:
    """The evidence of one lab, beside its notebook; written only when something is known.

    Args:
        folder: where the notebook runs.
        lab: the lab's name.
        kept: False for a notebook that is only shown: nothing is read or written.

    Raises:
        InvalidInput: if an argument is not what it says.
    """

    def __init__(self, folder: Path, lab: str, kept: bool = True) -> None:
        require(isinstance(folder, Path), "folder", folder, "a folder, as a Path")
        require_name("lab", lab)
        require(isinstance(kept, bool), "kept", kept, "True or False")
        self.path = folder / f"evidence_{lab}.json"
        self._lab = lab
        self._kept = kept
        self.problem = ""
        """Why the file could not be written, if so."""
        self.predictions, self.results = read(self.path, lab) if kept else ({}, {})

    def predict(self, name: str, value: float, unit: str, question: str) -> None:
        """Keep a prediction; one that comes after its answer is marked so.

        Raises:
            InvalidInput: if `value` is no finite number or a name is no name.
        """
        require_name("name", name)
        require_number("value", value)
        require(isinstance(unit, str), "unit", unit, "a text")
        require_name("question", question)
        held = self.predictions.get(name)
        if held is not None and held["value"] == value:
            return
        after = self.state(question) == PASS
        self.predictions[name] = {"value": value, "unit": unit, "after": after, "when": _now()}
        self._write()

    def record(self, name: str, verdict: Verdict, points: int, digest: str = "") -> None:
        """Keep what became of a question; one that is not started is not kept.

        Args:
            name: of the question.
            verdict: of it.
            points: what it is worth.
            digest: of the answer as it stood, to tell it from a later one.

        Raises:
            InvalidInput: if an argument is not what it says.
        """
        require_name("name", name)
        require(isinstance(verdict, Verdict), "verdict", verdict, "a Verdict")
        require_whole("points", points, low=0)
        require(isinstance(digest, str), "digest", digest, "a text")
        if verdict.state not in (PASS, FAIL, UNMEASURED):
            return
        self.results[name] = {
            "state": verdict.state,
            "points": points if verdict.state == PASS else 0,
            "of": points,
            "words": verdict.words,
            "digest": digest,
            "answer": verdict.answer,
            "seen": None if verdict.seen is None else asdict(verdict.seen),
            "when": _now(),
        }
        self._write()

    def state(self, name: str) -> str:
        """Return the state of a question; "not started" if nothing is known of it."""
        require(isinstance(name, str), "name", name, "the name of a question")
        return str(self.results.get(name, {}).get("state", STATES[0]))

    def evidence(self) -> dict[str, dict[str, Any]]:
        """Return the `Evidence` that judges are given: of the questions that pass."""
        return {
            name: {"answer": held["answer"], "seen": held["seen"]}
            for name, held in self.results.items()
            if held["state"] == PASS
        }

    def _write(self) -> None:
        if not self._kept:
            return
        held = {
            "schema": SCHEMA,
            "lab": self._lab,
            "oslab": __version__,
            "machine": asdict(this_machine()),
            "predictions": self.predictions,
            "results": self.results,
        }
        self.problem = ""
        part = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        try:
            part.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")
            part.replace(self.path)
        except OSError as error:
            self.problem = f"{self.path.name} could not be written ({error.strerror})."
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)


def digest(answers: tuple[Any, ...]) -> str:
    """Return a digest of a student's answers: of source or of plain data; "" of anything else.

    Raises:
        InvalidInput: if `answers` is no tuple.
    """
    require(isinstance(answers, tuple), "answers", answers, "a tuple")
    texts = []
    for answer in answers:
        try:
            known = type(answer) is types.FunctionType
            with deadline(1):
                texts.append(inspect.getsource(answer) if known else json.dumps(plain(answer)))
        except BaseException:  # source that is gone, or data that are none
            return ""
    return hashlib.sha256("\0".join(texts).encode(errors="replace")).hexdigest()[:16]


Rows = dict[str, dict[str, Any]]


def read(path: Path, lab: str) -> tuple[Rows, Rows]:
    """Return the predictions and results of a file; what is damaged is left out.

    Raises:
        InvalidInput: if `path` is no Path or `lab` no name.
    """
    require(isinstance(path, Path), "path", path, "the path of a file")
    require_name("lab", lab)
    try:
        if path.stat().st_size > _MOST:
            return {}, {}
        held = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}, {}
    if not isinstance(held, dict) or (held.get("schema"), held.get("lab")) != (SCHEMA, lab):
        return {}, {}
    return _rows(held.get("predictions"), _is_prediction), _rows(held.get("results"), _is_result)


def _rows(held: object, fits: Any) -> Rows:
    if not isinstance(held, dict):
        return {}
    return {name: row for name, row in held.items() if isinstance(row, dict) and fits(row)}


def _is_prediction(row: dict[str, Any]) -> bool:
    with contextlib.suppress(InvalidInput):
        require_number("value", row.get("value"))
        return isinstance(row.get("unit"), str) and isinstance(row.get("after"), bool)
    return False


def _is_result(row: dict[str, Any]) -> bool:
    with contextlib.suppress(InvalidInput):
        require_whole("points", row.get("points"), low=0, high=require_whole("of", row.get("of")))
        seen = row.get("seen")
        return (
            row.get("state") in STATES
            and "answer" in row
            and (seen is None or isinstance(seen, dict))
        )
    return False


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
