"""Grade one notebook: each question by itself, in a box of its own, judged out here."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from oslab.course import capabilities, channel, judging, slices, verdict
from oslab.course.notebook import Cell
from oslab.course.patience import Impatient, patience
from oslab.course.plain import ordered
from oslab.course.questions import Case, Dialogue, Explored, Measured, Pure, Question, Value
from oslab.course.scheme import Scheme
from oslab.course.session import CALLS, Session
from oslab.course.slices import Notebook
from oslab.course.verdict import FAIL, NOT_STARTED, UNMEASURED, Reply, Verdict
from oslab.errors import InvalidInput, Unavailable, require
from oslab.linux import page_cache, undisturbed

_JUDGE_S = 120
"""Seconds after which a judge is stopped: an answer may be made to confuse it."""


@dataclass(frozen=True, slots=True)
class Grade:
    """What became of one question.

    Args:
        state: one of `verdict.STATES`.
        points: won.
        most: that could be won.
        words: why.
        remarks: what happened to the cells it needs.
    """

    state: str
    points: int
    most: int
    words: str = ""
    remarks: tuple[str, ...] = ()


def student_seed(key: bytes, lab: str, student: str) -> str:
    """Return the seed of a student's hidden cases: nobody without the key can know them.

    Args:
        key: the course's secret, at least 16 bytes.
        lab: its name.
        student: whose.

    Raises:
        InvalidInput: if an argument is not what it says.
    """
    ok = isinstance(key, bytes) and len(key) >= 16
    require(ok, "key", "..." if isinstance(key, bytes) else key, "at least 16 bytes")
    for argument, text in (("lab", lab), ("student", student)):
        require(isinstance(text, str), argument, text, "a name")
    words = f"{lab}\0{student}".encode("utf-8", "surrogatepass")
    return hmac.new(key, words, hashlib.sha256).hexdigest()


def reference_rows(scheme: Scheme, question: str, seed: int | str) -> list[tuple[Case, Any]]:
    """Return the cases of a Pure question and what the reference answers, from its own box.

    Raises:
        InvalidInput: if the reference does not answer a case, or an argument is wrong.
        Unavailable: without a sandbox.
    """
    asked = _question(scheme, question)
    require(isinstance(asked, Pure), "question", question, "a Pure question")
    assert isinstance(asked, Pure)  # noqa: S101
    with patience(_JUDGE_S):
        cases = ordered(asked.cases(judging.seeded(seed, question)))
    notebook = scheme.apart(scheme.answered(scheme.solution))
    rows = []
    with Session(notebook, (asked.entry,), scheme.lab.limits_of(question)) as session:
        for case in cases:
            reply = session.call(asked.entry, case)
            if reply.state != verdict.PASS:
                words = f"a lab whose reference answers every case ({case}: {reply.words})"
                raise InvalidInput("question", question, words)
            rows.append((case, reply.answer))
    return rows


def grade(
    scheme: Scheme, cells: Sequence[Cell], seed: int | str, *,
    only: Sequence[str] | None = None, hidden: Sequence[Path] = (),
    rows: Mapping[str, list[tuple[Case, Any]]] | None = None, run_given: bool = False,
) -> dict[str, Grade]:  # fmt: skip
    """Return the grade of every question.

    Args:
        scheme: the lab's.
        cells: of the submission.
        seed: of the hidden cases.
        only: these questions, with those whose evidence a Value needs; all if None.
        hidden: folders that no student's code may see.
        rows: what `reference_rows` gave for this seed, where it is known.
        run_given: run also what is still as the lab gave it, which is known to be no answer.

    Raises:
        InvalidInput: if an argument is not what it says.
        Unavailable: without a sandbox.
    """
    require(isinstance(run_given, bool), "run_given", run_given, "True or False")
    require(isinstance(scheme, Scheme), "scheme", scheme, "a Scheme")
    judging.seeded(seed, "")
    ok = isinstance(cells, list | tuple) and all(isinstance(cell, Cell) for cell in cells)
    require(ok, "cells", cells, "Cells")
    require(only is None or isinstance(only, list | tuple), "only", only, "questions, or None")
    ok = isinstance(hidden, list | tuple) and all(isinstance(path, Path) for path in hidden)
    require(ok, "hidden", hidden, "folders, as Paths")
    require(rows is None or isinstance(rows, Mapping), "rows", rows, "rows by question, or None")
    notebook = scheme.apart(tuple(cells))
    hide = (scheme.folder, *hidden)
    chosen = list(scheme.lab.questions) if only is None else _with_evidence(scheme, only)
    verdicts: dict[str, Verdict] = {}
    grades: dict[str, Grade] = {}
    for name in chosen:
        question = _question(scheme, name)
        grader = _Grader(scheme, name, notebook, seed, hide)
        grader.runs_given = run_given
        known = (rows or {}).get(name)
        try:
            with patience(_JUDGE_S + 8 * CALLS * scheme.lab.limits_of(name).seconds):
                verdicts[name] = grader.judged(question, verdict.evidence(verdicts), known)
        except Impatient:
            words = "The comparison with this answer was stopped: it took too long."
            verdicts[name] = Verdict(FAIL, words)
        made = verdicts[name]
        points = question.points if made.state == verdict.PASS else 0
        most = 0 if made.state == UNMEASURED else question.points
        grades[name] = Grade(made.state, points, most, made.words, tuple(grader.remarks))
    return grades


class _Grader:
    """The grading of one question."""

    def __init__(
        self, scheme: Scheme, name: str, notebook: Notebook, seed: int | str,
        hidden: tuple[Path, ...],
    ) -> None:  # fmt: skip
        self._scheme = scheme
        self._name = name
        self._notebook = notebook
        self._seed = seed
        self._hidden = hidden
        self._limits = scheme.lab.limits_of(name)
        self.remarks: list[str] = []
        self.runs_given = False

    def judged(
        self, question: Question, evidence: Mapping[str, Mapping[str, Any]],
        rows: list[tuple[Case, Any]] | None,
    ) -> Verdict:  # fmt: skip
        """Return the verdict on the question."""
        entries = self._scheme.entries(self._name)
        bound = {name for one in self._notebook.statements for name in one.binds}
        absent = [entry for entry in entries if entry not in bound and "*" not in bound]
        if absent:
            return Verdict(FAIL, slices.why_missing(self._notebook, absent[0]))
        if not self.runs_given and self._untouched(entries):
            return Verdict(NOT_STARTED)
        if isinstance(question, Explored):
            return self._explored(entries)
        if isinstance(question, Measured):
            return self._measured(question)
        with self._session(entries) as session:
            if isinstance(question, Value):
                return _stated(question, session, evidence)
            return self._called(question, session, rows)

    def _called(
        self, question: Pure | Dialogue, session: Session, rows: list[tuple[Case, Any]] | None
    ) -> Verdict:
        def call(case: Case) -> Reply:
            return session.call(question.entry, case)

        if isinstance(question, Dialogue):
            return judging.dialogue(question, call, judging.seeded(self._seed, self._name))
        if rows is None:
            rows = reference_rows(self._scheme, self._name, self._seed)
        return judging.pure(question, rows, call)

    @contextlib.contextmanager
    def _session(self, entries: tuple[str, ...], **how: Any) -> Iterator[Session]:
        session = Session(self._notebook, entries, self._limits, hidden=self._hidden, **how)
        try:
            with session:
                yield session
        finally:
            self.remarks += session.remarks

    def _measured(self, question: Measured) -> Verdict:
        with contextlib.ExitStack() as stack:
            try:
                with undisturbed.undisturbed():
                    folder = Path(stack.enter_context(_place(question)))
                    undisturbed.after(stack)
            except Unavailable as error:
                return Verdict(UNMEASURED, str(error))
            for need in question.requires:
                lacking = capabilities.missing(need, folder)
                if lacking is not None:
                    return Verdict(UNMEASURED, lacking)
            entries = (question.entry,)
            with self._session(entries, folder=folder, counted=True) as session:

                def call(case: Case) -> Reply:
                    os.sync()  # what was prepared is on the disk before it is measured
                    return session.call(question.entry, case)

                rng = judging.seeded(self._seed, self._name)
                return judging.measured(question, call, rng, folder)

    def _explored(self, entries: tuple[str, ...]) -> Verdict:
        last = {}
        for one in self._notebook.statements:
            last.update(dict.fromkeys(one.binds & set(entries), one))
        source = "\n\n".join(one.source for one in dict.fromkeys(last.values()))
        made = try_source(self._scheme, self._name, source, self._seed)
        return Verdict(made["state"], made["words"])

    def _untouched(self, entries: tuple[str, ...]) -> bool:
        """Say whether every statement that binds an entry is as the lab gave it."""
        given = {one.shape for one in slices.take_apart(self._scheme.cells).statements}
        mine = [one for one in self._notebook.statements if one.binds & set(entries)]
        return all(one.shape in given for one in mine)


def try_source(scheme: Scheme, question: str, source: str, seed: int | str) -> dict[str, str]:
    """Return {"state", "words"} of a source that is judged where it runs, in a fresh box.

    Raises:
        InvalidInput: if an argument is not what it says.
        Unavailable: without a sandbox.
    """
    _question(scheme, question)
    require(isinstance(source, str), "source", source, "Python source")
    judging.seeded(seed, question)
    limits = scheme.lab.limits_of(question)
    seconds = CALLS * limits.seconds
    request = {"question": question, "source": source, "seed": seed, "seconds": seconds}
    checks = scheme.folder / "checks.py"
    with channel.worker(
        limits, readable=(checks,), module="oslab.course.trials", words=(str(scheme.folder),)
    ) as worker:
        try:
            made = worker.ask(request, 25 * seconds)
        except channel.Lost as lost:
            return {"state": FAIL, "words": f"The answer {lost.words}."}
    state = made.get("state")
    if state not in verdict.STATES:
        return {"state": FAIL, "words": "The answer was not understood."}
    return {"state": str(state), "words": str(made.get("words"))}


def _stated(
    question: Value, session: Session, evidence: Mapping[str, Mapping[str, Any]]
) -> Verdict:
    reply = session.get(question.entry)
    if reply.state != verdict.PASS:
        return Verdict(FAIL, f"{question.entry} {reply.words}")
    return judging.value(question, reply.answer, evidence)


def _question(scheme: Scheme, name: str) -> Question:
    require(isinstance(scheme, Scheme), "scheme", scheme, "a Scheme")
    scheme.entries(name)
    return scheme.lab.questions[name]


def _with_evidence(scheme: Scheme, only: Sequence[str]) -> list[str]:
    needs = any(isinstance(_question(scheme, name), Value) for name in only)
    return [
        name
        for name, question in scheme.lab.questions.items()
        if name in only or (needs and isinstance(question, Measured))
    ]


def _place(question: Measured) -> contextlib.AbstractContextManager[Path | str]:
    """Return a folder for files, on a disk where one is needed."""
    if "disk_backed_folder" in question.requires:
        return page_cache.folder_on_disk()
    return tempfile.TemporaryDirectory(prefix="oslab-box-", ignore_cleanup_errors=True)
