"""How each kind of question is judged, in the notebook and in the grader alike.

Both bring a `call`: in the notebook it calls the student's function, in the
grader it asks a worker in a sandbox. What comes back is plain data or a failure
in words, so nothing of the student's runs where the comparison is made.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from oslab.course.plain import call_text, shown
from oslab.course.questions import (
    Case,
    Dialogue,
    Evidence,
    Explored,
    Finding,
    Measured,
    Pure,
    Retry,
    Seen,
    Value,
)
from oslab.course.verdict import (
    FAIL,
    INTERRUPTED,
    NOT_STARTED,
    PASS,
    UNMEASURED,
    Call,
    Reply,
    Verdict,
)
from oslab.errors import InvalidInput, Unavailable, require


class _Stopped(BaseException):  # no judge may take it for an error of its own
    def __init__(self, reply: Reply, entry: str, case: Case, asked: int) -> None:
        super().__init__()
        self.verdict = _of_reply(reply, entry, case, first=asked == 1)


def seeded(seed: object, name: str) -> random.Random:
    """Return the generator for one question: the same for the same seed and name.

    Args:
        seed: a whole number or a text; the public seed is 0.
        name: of the question.

    Raises:
        InvalidInput: if they are not.
    """
    ok = isinstance(seed, int | str) and not isinstance(seed, bool)
    require(ok, "seed", seed, "a whole number or a text")
    require(isinstance(name, str), "name", name, "the name of a question")
    return random.Random(f"{seed:x} {name}" if isinstance(seed, int) else f"{seed} {name}")


def pure(question: Pure, rows: Iterable[tuple[Case, Any]], call: Call) -> Verdict:
    """Call the function with every case, and stop at the first that fails.

    Args:
        question: the question.
        rows: case and the reference's answer, the smallest case first.
        call: see the module.

    Raises:
        InvalidInput: if an argument is not what it says.
    """
    _require(question, Pure, call)
    require(isinstance(rows, list | tuple), "rows", rows, "pairs of a case and an answer")
    for number, (case, want) in enumerate(rows, start=1):
        reply = call(case)
        if reply.state != PASS:
            return _of_reply(reply, question.entry, case, first=number == 1)
        finding = _asked(question.judge, case, reply.answer, want)
        if finding is not None:
            return Verdict(FAIL, _with_input(question.entry, case, reply.answer, finding))
    return Verdict(PASS)


def dialogue(question: Dialogue, call: Call, rng: random.Random) -> Verdict:
    """Let the judge ask the function as often as it likes.

    Raises:
        InvalidInput: if an argument is not what it says.
    """
    _require(question, Dialogue, call)
    _require_rng(rng)
    last: list[Any] = []

    def ask(**case: Any) -> Any:
        reply = call(case)
        asked = last[0] + 1 if last else 1
        last[:] = [asked, case, reply.answer]
        if reply.state != PASS:
            raise _Stopped(reply, question.entry, case, asked)
        return reply.answer

    try:
        finding = _asked(question.judge, ask, rng)
    except _Stopped as stopped:
        return stopped.verdict
    if finding is None:
        return Verdict(PASS)
    if not last or not question.last:
        return Verdict(FAIL, str(finding))
    call_last = call_text(question.entry, last[1])
    return Verdict(FAIL, f"{finding} (Asked last: {call_last}, answered {shown(last[2])}.)")


def measured(
    question: Measured, call: Call, rng: random.Random, parent: Path | None = None
) -> Verdict:
    """Prepare files, call the function and judge it; a `Retry` gets another try.

    Args:
        question: the question.
        call: see the module; it gets paths as text.
        rng: for `prepare`.
        parent: where the folder for the files is made; where temporary files go if None.

    Raises:
        InvalidInput: if an argument is not what it says.
    """
    _require(question, Measured, call)
    _require_rng(rng)
    require(parent is None or isinstance(parent, Path), "parent", parent, "a folder, as a Path")
    verdict = Verdict(FAIL)
    for _ in range(question.tries):
        with tempfile.TemporaryDirectory(
            prefix="oslab-", dir=parent, ignore_cleanup_errors=True
        ) as name:
            try:
                verdict, again = _measured_once(question, call, rng, Path(name))
            except Unavailable as lacking:
                return Verdict(UNMEASURED, str(lacking))
        if not again:
            break
    return verdict


def value(question: Value, stated: Any, shows: Evidence) -> Verdict:
    """Judge what the student says of her own evidence.

    Args:
        question: the question.
        stated: plain data.
        shows: the `Evidence` of this run.

    Raises:
        InvalidInput: if an argument is not what it says.
    """
    require(isinstance(question, Value), "question", question, "a Value")
    require(isinstance(shows, Mapping), "shows", shows, "evidence by question")
    if unstated(stated):
        return Verdict(NOT_STARTED)
    finding = _asked(question.judge, stated, shows)
    if finding is None:
        return Verdict(PASS, answer=stated)
    return Verdict(FAIL, f"{question.entry} = {shown(stated)}: {finding}")


def explored(
    question: Explored, functions: dict[str, Callable[..., Any]], rng: random.Random
) -> Verdict:
    """Let the judge explore thread programs, which were vetted before.

    Raises:
        InvalidInput: if an argument is not what it says.
    """
    require(isinstance(question, Explored), "question", question, "an Explored")
    ok = isinstance(functions, dict) and set(functions) == set(question.entries)
    require(ok, "functions", functions, "the functions of the question, by name")
    _require_rng(rng)
    finding = _asked(question.judge, functions, rng)
    return Verdict(PASS) if finding is None else Verdict(FAIL, str(finding))


def unstated(stated: Any) -> bool:
    """Say whether plain data holds nothing but None."""
    if isinstance(stated, dict):
        return all(unstated(one) for one in stated.values())
    if isinstance(stated, list):
        return all(unstated(one) for one in stated)
    return stated is None


def _measured_once(
    question: Measured, call: Call, rng: random.Random, folder: Path
) -> tuple[Verdict, bool]:
    arguments, truth = question.prepare(rng, folder)
    case = {k: str(v) if isinstance(v, Path) else v for k, v in arguments.items()}
    reply = call(case)
    # The folder's name is new every time and means nothing to a student.
    bare = {k: v.name if isinstance(v, Path) else v for k, v in arguments.items()}
    if reply.state != PASS:
        return _of_reply(reply, question.entry, bare, first=True), False
    finding = _asked(question.judge, reply.answer, truth, reply.seen or Seen())
    if finding is None:
        return Verdict(PASS, answer=reply.answer, seen=reply.seen), False
    words = f"{call_text(question.entry, bare)} returned {shown(reply.answer)}: {finding}"
    return Verdict(FAIL, words), isinstance(finding, Retry)


def _asked(judge: Callable[..., Finding], *arguments: Any) -> Finding:
    try:
        return judge(*arguments)
    except Unavailable:
        raise
    except InvalidInput as error:  # oslab itself was given the answer, and says what it wants
        return str(error)
    except Exception as error:  # an answer of a shape that the judge did not foresee
        words = f"{type(error).__name__}: {error}"
        return (
            "this answer has not the shape that the question asks for, "
            f"so it could not be compared ({words[:200]})."
        )


def _of_reply(reply: Reply, entry: str, case: Case, first: bool) -> Verdict:
    if reply.state == NOT_STARTED and not first:
        return Verdict(
            FAIL,
            f"{call_text(entry, case)} raised NotImplementedError; other inputs were answered.",
        )
    if reply.state in (NOT_STARTED, INTERRUPTED):
        return Verdict(reply.state)
    return Verdict(FAIL, f"{call_text(entry, case)} {reply.words}")


def _with_input(entry: str, case: Case, answer: Any, finding: str) -> str:
    return f"{call_text(entry, case)} returned {shown(answer)}: {finding}"


def _require(question: object, kind: type, call: object) -> None:
    require(isinstance(question, kind), "question", question, f"a {kind.__name__}")
    require(callable(call), "call", call, "a function from a case to a Reply")


def _require_rng(rng: object) -> None:
    require(isinstance(rng, random.Random), "rng", rng, "a random.Random")
