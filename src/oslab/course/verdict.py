"""What becomes of a call and of a question: replies, verdicts, and the evidence they leave."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from oslab.course.questions import Case, Seen
from oslab.errors import require, require_choice

NOT_STARTED, PASS, FAIL = "not started", "pass", "fail"
UNMEASURED, INTERRUPTED = "cannot be measured here", "interrupted"
STATES = (NOT_STARTED, PASS, FAIL, UNMEASURED, INTERRUPTED)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back from one call of a student's function.

    Args:
        state: "pass" if it answered at all, "not started" if it raised NotImplementedError,
            "fail" if it raised something else, was stopped or gave no plain data,
            "interrupted" by the student.
        answer: plain data, where it answered.
        words: what happened, where it failed, to stand before the input: "raised ...".
        seen: the counters of this call, if they were taken.
    """

    state: str
    answer: Any = None
    words: str = ""
    seen: Seen | None = None

    def __post_init__(self) -> None:
        require_choice("state", self.state, STATES)
        require(isinstance(self.words, str), "words", self.words, "a text")
        ok = self.seen is None or isinstance(self.seen, Seen)
        require(ok, "seen", self.seen, "Seen(...) or None")


Call = Callable[[Case], Reply]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The state of one question, why, and what it leaves as evidence."""

    state: str
    words: str = ""
    answer: Any = None
    seen: Seen | None = None

    def __post_init__(self) -> None:
        require_choice("state", self.state, STATES)
        require(isinstance(self.words, str), "words", self.words, "a text")
        ok = self.seen is None or isinstance(self.seen, Seen)
        require(ok, "seen", self.seen, "Seen(...) or None")


def evidence(verdicts: Mapping[str, Verdict]) -> dict[str, dict[str, Any]]:
    """Return the `Evidence` that these verdicts leave: what passed, its answer, its counters.

    Raises:
        InvalidInput: if they are no verdicts by question.
    """
    ok = isinstance(verdicts, Mapping) and all(isinstance(v, Verdict) for v in verdicts.values())
    require(ok, "verdicts", verdicts, "verdicts by question")
    return {
        name: {
            "answer": verdict.answer,
            "seen": None if verdict.seen is None else asdict(verdict.seen),
        }
        for name, verdict in verdicts.items()
        if verdict.state == PASS
    }
