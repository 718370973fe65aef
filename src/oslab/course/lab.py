"""The student's side of a lab: open it, predict, check, and see how far it is.

    lab = course.open("clock")
    lab.predict("cold_faults", 2048)
    lab.check("q1", clock_faults)
    lab.report()

Nothing here raises, whatever the notebook holds, but `open` where there is no lab.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from oslab.course import calling, capabilities, folder, judging
from oslab.course.assignment import Lab
from oslab.course.evidence import EvidenceFile, digest
from oslab.course.plain import plain, type_name
from oslab.course.questions import Dialogue, Explored, Measured, Pure, Question, Value
from oslab.course.report import NOTED, Report, Summary
from oslab.course.saying import laid_out, passed, prediction_line, summary
from oslab.course.verdict import (
    FAIL,
    INTERRUPTED,
    NOT_STARTED,
    PASS,
    UNMEASURED,
    Verdict,
)
from oslab.errors import InvalidInput, Unavailable, require, require_number
from oslab.linux import page_cache
from oslab.picture import PAGE, TEXT_ONLY, home


class OpenLab:
    """A lab that a student works on.

    Args:
        place: the lab's folder, where `checks.py` is.
        where: where the notebook runs, and the evidence goes; the current folder if None.

    Raises:
        InvalidInput: if there is no lab in the folder.
    """

    def __init__(self, place: Path, where: Path | None = None) -> None:
        require(isinstance(place, Path), "place", place, "a lab's folder, as a Path")
        require(where is None or isinstance(where, Path), "where", where, "a folder, as a Path")
        self.name = place.name
        self.lab: Lab = folder.read(place)
        self._public = folder.read_public(place)
        # A notebook that is only shown or compared keeps nothing and knows nothing.
        kept = home() not in (PAGE, TEXT_ONLY)
        self._file = EvidenceFile((where or Path.cwd()).absolute(), self.name, kept)

    def __repr__(self) -> str:
        return f"the lab '{self.name}': {self.lab.title}"

    @property
    def evidence(self) -> dict[str, dict[str, Any]]:
        """What your own machine has answered: question -> {"answer", "seen"}."""
        return self._file.evidence()

    def predict(self, name: str, value: Any = None) -> Report:
        """Write down a prediction before it is measured; None is "not started"."""
        try:
            asked = self.lab.predictions.get(name) if isinstance(name, str) else None
            if asked is None:
                return self._unknown(name, "prediction", self.lab.predictions)
            if value is None:
                return Report(name, NOT_STARTED, f"write a number instead of None ({asked.unit}).")
            try:
                number = require_number("value", plain(value, "value"))
            except InvalidInput:
                words = f"a prediction is one finite number of {asked.unit}."
                return Report(name, FAIL, words)
            self._file.predict(name, number, asked.unit, asked.question)
            return Report(name, NOTED, self._with_problem(self._predicted(name)))
        except BaseException as error:
            return _unforeseen(str(type_name(name)) if type(name) is not str else name, error)

    def check(self, name: str, *answers: Any) -> Report:
        """Judge one question at once: not started, pass, or what is wrong and a hint.

        Args:
            name: such as "q1".
            answers: the function or value; for thread programs, all of them.
        """
        try:
            question = self.lab.questions.get(name) if isinstance(name, str) else None
            if question is None:
                return self._unknown(name, "question", self.lab.questions)
            verdict, printed = self._judged(name, question, answers)
            self._file.record(name, verdict, question.points, digest(answers))
            words, measured = verdict.words, ""
            if verdict.state == PASS:
                words = passed(question, len(self._public.get(name, ())))
                measured = laid_out(verdict.answer) if isinstance(question, Measured) else ""
            return Report(name, verdict.state, self._with_problem(words), printed, measured)
        except KeyboardInterrupt:
            return Report(str(name), INTERRUPTED, "run the cell again when you like.")
        except BaseException as error:
            return _unforeseen(str(type_name(name)) if type(name) is not str else name, error)

    def report(self) -> Summary:
        """Return how far the lab is: every question, predictions beside results, what is open."""
        states = {name: self._file.state(name) for name in self.lab.questions}
        lines = {name: self._predicted(name) for name in self.lab.predictions}
        return summary(self.lab, states, lines)

    def _judged(
        self, name: str, question: Question, answers: tuple[Any, ...]
    ) -> tuple[Verdict, str]:
        if isinstance(question, Explored):
            seconds = calling.PATIENCE * self.lab.limits_of(name).seconds
            rng = judging.seeded(folder.PUBLIC_SEED, name)
            from oslab.course import exploring  # the explorer is large, and most labs want none

            return exploring.explored(name, question, answers, seconds, rng), ""
        if len(answers) != 1:
            return Verdict(FAIL, f'one answer, please: lab.check("{name}", {question.entry})'), ""
        (answer,) = answers
        if answer is None or calling.is_blank(answer):
            return Verdict(NOT_STARTED), ""
        if isinstance(question, Value):
            return self._value(name, question, answer), ""
        if not callable(answer):
            words = f"{question.entry} should be a function, and is of type {type_name(answer)}."
            return Verdict(FAIL, words), ""
        counted = isinstance(question, Measured)
        call = calling.Caller(answer, self.lab.limits_of(name).seconds, counted)
        verdict = self._called(name, question, call)
        return verdict, call.printed if verdict.state == FAIL else ""

    def _called(
        self, name: str, question: Pure | Dialogue | Measured, call: calling.Caller
    ) -> Verdict:
        rng = judging.seeded(folder.PUBLIC_SEED, name)
        if isinstance(question, Dialogue):
            return judging.dialogue(question, call, rng)
        if isinstance(question, Measured):
            for needed in question.requires:
                lacking = capabilities.missing(needed)
                if lacking:
                    return Verdict(UNMEASURED, lacking)
            with _parent(question) as parent:
                return judging.measured(question, call, rng, parent)
        rows = self._public.get(name, [])
        if not rows:
            words = f"public.json has no cases of {name}. It comes with the lab's folder."
            return Verdict(UNMEASURED, words)
        return judging.pure(question, rows, call)

    def _value(self, name: str, question: Value, answer: Any) -> Verdict:
        seconds = self.lab.limits_of(name).seconds
        try:
            with calling.deadline(seconds):
                stated = plain(answer)
        except KeyboardInterrupt:
            raise
        except InvalidInput as error:
            return Verdict(FAIL, f"{question.entry} is no plain data: {error}")
        except BaseException as error:
            words = f"{question.entry} is no plain data: it raised {type_name(error)} when read."
            return Verdict(FAIL, words)
        return judging.value(question, stated, self._file.evidence())

    def _predicted(self, name: str) -> str:
        asked = self.lab.predictions[name]
        evidence = self._file.evidence()
        answer = None
        if asked.question in evidence:
            with contextlib.suppress(Exception):
                answer = require_number("answer", asked.answer(evidence))
        return prediction_line(asked, self._file.predictions.get(name), answer)

    def _with_problem(self, words: str) -> str:
        return " ".join(filter(None, (words, self._file.problem)))

    def _unknown(self, name: object, kind: str, known: Any) -> Report:
        shown = name if type(name) is str else type_name(name)
        there = ", ".join(known) or "none"
        return Report(shown[:40], FAIL, f"this lab has no such {kind}. There is: {there}.")


def open(name: str, start: Path | None = None) -> OpenLab:
    """Open the lab called `name`, which is looked for from the current folder upwards.

    Args:
        name: such as "clock".
        start: where to look instead.

    Raises:
        InvalidInput: if `name` is no name, or the lab's folder is damaged.
        Unavailable: if there is no such lab; it says where to open the notebook.
    """
    return OpenLab(folder.find(name, start), start)


@contextlib.contextmanager
def _parent(question: Measured) -> Iterator[Path | None]:
    if "disk_backed_folder" not in question.requires:
        yield None
        return
    with page_cache.folder_on_disk() as place:
        yield place


def _unforeseen(name: str, error: BaseException) -> Report:
    try:
        said = str(error)[:200]
    except BaseException:
        said = ""
    words = f"the check itself stumbled ({type_name(error)}: {said}). This is not your mistake."
    if isinstance(error, Unavailable):
        return Report(name[:40], UNMEASURED, said)
    return Report(name[:40], FAIL, words)
