"""Prove a lab: the reference passes, nothing else does, and each is told why.

Everything goes the way of a submission: through the student's notebook, a worker in
a sandbox, hidden cases and the judge. Only mutants of the reference are tried many
to a box, since they are ours.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from oslab.course import capabilities, channel, grading, parallel, proof, slices, verdict, wrong
from oslab.course import folder as lab_folder
from oslab.course import scheme as marking
from oslab.course.mutants import mutants
from oslab.course.notebook import Cell
from oslab.course.proof import Proof, Survivor
from oslab.course.questions import Case, Dialogue, Explored, Measured, Pure, Value
from oslab.course.scheme import Scheme
from oslab.course.session import CALLS
from oslab.course.wrong import Wrong
from oslab.errors import require, require_whole
from oslab.linux import sandbox

_SEEDS = (lab_folder.PUBLIC_SEED, "verify-1", "verify-2", "verify-3")
_AT_ONCE = 30
_TRIES = 3
"""For what is measured on a machine that does other work."""
_FINE = (verdict.PASS, verdict.UNMEASURED)
_TIMEOUT_S = 900

Rows = dict[str, list[tuple[Case, Any]]]


def verify(
    folder: Path, *, seeds: int = 3, jobs: int | None = None, renew: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Proof:  # fmt: skip
    """Try everything on one lab and return what came of it.

    Args:
        folder: of the lab, the instructor's part included.
        seeds: with how many hidden seeds the reference is tried, 1 to 3.
        jobs: processes at once; as many as CPUs if None.
        renew: write `public.json` and `verified.json` instead of comparing them.
        progress: is told how many trials are done, of how many.

    Raises:
        InvalidInput: if an argument is not what it says, or the lab lacks a part.
        Unavailable: without a sandbox.
    """
    require(isinstance(folder, Path), "folder", folder, "a lab's folder, as a Path")
    require_whole("seeds", seeds, low=1, high=len(_SEEDS) - 1)
    jobs = jobs or os.cpu_count() or 1
    require_whole("jobs", jobs, low=1, high=1024)
    require(isinstance(renew, bool), "renew", renew, "True or False")
    sandbox.probe()
    scheme = marking.read(folder)
    bank = wrong.read(folder, scheme)
    faults: list[str] = []
    rows = {seed: _rows(scheme, seed) for seed in _SEEDS[: seeds + 1]}
    public = rows[lab_folder.PUBLIC_SEED]
    if renew:
        lab_folder.write_public(folder, public)
    elif lab_folder.read_public(folder) != public:
        faults.append(f"public.json is stale: run `oslab verify {scheme.name} --renew`.")
    trials = [
        *(("reference", seed) for seed in _SEEDS[1 : seeds + 1]),
        ("blank", _SEEDS[1]),
        *(("wrong", one) for one in bank),
        *_mutant_chunks(scheme),
    ]
    desk = _Desk(scheme, rows)
    told: list[dict[str, Any]] = [{} for _ in trials]
    for place, made in parallel.each(
        desk.tried, trials, jobs=jobs, timeout_s=_TIMEOUT_S, progress=progress
    ):
        told[place] = made
    made_proof = _proof(folder, scheme, seeds, told, faults)
    if renew and made_proof.holds:
        (folder / "verified.json").write_text(made_proof.to_json(), encoding="utf-8")
    elif not renew:
        stale = tuple(proof.faults_of_record(folder, made_proof))
        made_proof = _with_faults(made_proof, stale)
    return made_proof


class _Desk:
    """What every trial needs; each runs in a child and returns plain data."""

    def __init__(self, scheme: Scheme, rows: dict[int | str, Rows]) -> None:
        self._scheme = scheme
        self._rows = rows

    def tried(self, trial: tuple[str, Any]) -> dict[str, Any]:
        """Return {"faults"} and what is counted, of one trial."""
        what, which = trial
        made: dict[str, Any] = getattr(self, f"_{what}")(which)
        return {"what": what, **made}

    def _reference(self, seed: str) -> dict[str, Any]:
        cells = self._scheme.answered(self._scheme.solution)
        made = grading.grade(self._scheme, cells, seed, rows=self._rows[seed])
        for _ in range(_TRIES - 1):
            again = [name for name, one in made.items() if one.state not in _FINE]
            if not any(self._may_be_disturbed(name) for name in again):
                break
            made |= grading.grade(self._scheme, cells, seed, only=again, rows=self._rows[seed])
        faults = [
            f"the reference does not pass {name} with the seed {seed}: {one.state}. {one.words} "
            + " ".join(one.remarks)
            for name, one in made.items()
            if one.state not in _FINE
        ]
        return {"faults": faults}

    def _blank(self, seed: str) -> dict[str, Any]:
        made = grading.grade(
            self._scheme, self._scheme.cells, seed, rows=self._rows[seed], run_given=True
        )
        fine = (verdict.NOT_STARTED, verdict.UNMEASURED)
        faults = [
            f"the blank notebook: {name} is {one.state} with {one.points} points: {one.words}"
            for name, one in made.items()
            if one.state not in fine or one.points
        ]
        return {"faults": faults}

    def _wrong(self, one: Wrong) -> dict[str, Any]:
        if one.needs and capabilities.missing(one.needs):
            return {"faults": [], "caught": None}
        cells = self._scheme.answered({**self._scheme.solution, **one.parts})
        for _ in range(_TRIES if self._may_be_disturbed(one.catch) else 1):
            words = self._not_caught(one, cells)
            if not words:
                break
        return {"faults": [words] if words else [], "caught": None if words is None else not words}

    def _not_caught(self, one: Wrong, cells: tuple[Cell, ...]) -> str | None:
        """Return what is said instead, "" if it is what must be said, None if not measured."""
        seed = _SEEDS[1]
        made = grading.grade(self._scheme, cells, seed, only=[one.catch], rows=self._rows[seed])
        got = made[one.catch]
        if got.state == verdict.UNMEASURED:
            return None
        said = " ".join([got.words, *got.remarks])
        if got.state == verdict.FAIL and one.say in said:
            return ""
        return f"{one.name}: {one.catch} is {got.state} and says {said!r}; must say {one.say!r}."

    def _may_be_disturbed(self, name: str) -> bool:
        """Say whether the machine's other work can change what is said of a question."""
        return isinstance(self._scheme.lab.questions[name], Measured | Value)

    def _mutants(self, chunk: dict[str, Any]) -> dict[str, Any]:
        question, sources = chunk["question"], chunk["sources"]
        trials = _Trials(self._scheme, question, self._rows)
        with trials:
            alive = [place for place, source in sources if trials.passes(source)]
        return {"faults": trials.faults, "question": question, "alive": alive, "of": len(sources)}


class _Trials:
    """One box in which many sources for one question are judged."""

    def __init__(self, scheme: Scheme, question: str, rows: dict[int | str, Rows]) -> None:
        self._scheme = scheme
        self._question = question
        self._rows = rows
        self._limits = scheme.lab.limits_of(question)
        self._seconds = CALLS * self._limits.seconds
        self.faults: list[str] = []

    def __enter__(self) -> _Trials:
        self._opened = channel.worker(
            self._limits, readable=(self._scheme.folder / "checks.py",),
            module="oslab.course.trials", words=(str(self._scheme.folder),),
        )  # fmt: skip
        self._worker = self._opened.__enter__()
        made = self._tried(self._scheme.solution[self._question], _SEEDS[0])
        if made.get("state") != verdict.PASS:
            words = f"{self._question}: the reference fails where mutants are tried: {made}"
            self.faults.append(words)
        # A mutant gets a few times what the reference took; an endless loop costs that much.
        self._seconds = min(self._seconds, 0.3 + 5 * float(made.get("cpu_seconds", 1)))
        return self

    def __exit__(self, *error: Any) -> None:
        self._opened.__exit__(*error)

    def passes(self, part: str) -> bool:
        """Say whether a source passes with every seed."""
        return all(self._tried(part, seed).get("state") == verdict.PASS for seed in self._rows)

    def _tried(self, part: str, seed: int | str) -> dict[str, Any]:
        scheme, name = self._scheme, self._question
        notebook = scheme.apart(scheme.answered({**scheme.solution, name: part}))
        entries = scheme.entries(name)
        if isinstance(scheme.lab.questions[name], Explored):
            chosen = [one for one in notebook.statements if one.binds & set(entries)]
        else:
            chosen = list(slices.needed(notebook, entries))
        request = {
            "question": name, "source": "\n\n".join(one.source for one in chosen), "seed": seed,
            "rows": self._rows[seed].get(name), "seconds": self._seconds,
        }  # fmt: skip
        try:
            return self._worker.ask(request, 30 * self._seconds + 60)
        except channel.Lost as lost:
            self.__exit__(None, None, None)
            self._opened = channel.worker(
                self._limits, readable=(scheme.folder / "checks.py",),
                module="oslab.course.trials", words=(str(scheme.folder),),
            )  # fmt: skip
            self._worker = self._opened.__enter__()
            return {"state": verdict.FAIL, "words": lost.words}


def _rows(scheme: Scheme, seed: int | str) -> Rows:
    return {
        name: grading.reference_rows(scheme, name, seed)
        for name, question in scheme.lab.questions.items()
        if isinstance(question, Pure)
    }


def _mutant_chunks(scheme: Scheme) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, question in scheme.lab.questions.items():
        if isinstance(question, Pure | Dialogue | Explored):
            made = [(n, one.source) for n, one in enumerate(mutants(scheme.solution[name]))]
            for first in range(0, len(made), _AT_ONCE):
                chunk = {"question": name, "sources": made[first : first + _AT_ONCE]}
                yield "mutants", chunk


def _proof(
    folder: Path, scheme: Scheme, seeds: int, told: list[dict[str, Any]], faults: list[str]
) -> Proof:
    faults = [*faults, *(fault for one in told for fault in one["faults"])]
    reasons = proof.equivalent(folder)
    survivors = []
    for question in dict.fromkeys(one["question"] for one in told if one["what"] == "mutants"):
        made = mutants(scheme.solution[question])
        alive = {n for one in told if one.get("question") == question for n in one["alive"]}
        for place in sorted(alive):
            name = (question, made[place].line, made[place].what)
            survivors.append(Survivor(*name, reasons.get(name, "")))
    faults += [f"a mutant passes:\n{one}" for one in survivors if not one.reason]
    listed = {(one.question, one.line, one.what) for one in survivors}
    faults += [f"equivalent.toml lists {name}, which is caught." for name in set(reasons) - listed]
    wrongs = [one["caught"] for one in told if one["what"] == "wrong"]
    mutated = sum(one["of"] for one in told if one["what"] == "mutants")
    return Proof(
        scheme.name, seeds, sum(one is not False for one in wrongs), len(wrongs),
        mutated - len(survivors), mutated, tuple(survivors), tuple(faults), proof.digest(folder),
    )  # fmt: skip


def _with_faults(made: Proof, more: tuple[str, ...]) -> Proof:
    rows = {name: getattr(made, name) for name in made.__slots__}
    return Proof(**{**rows, "faults": made.faults + more})
