"""A student's code in a worker: loaded piece by piece, and again without what hurts.

Every statement has its share of time. One that loops, ends the process or eats the
memory is left out, and a fresh worker gets the others: so it costs what it binds
and nothing else.
"""

from __future__ import annotations

import contextlib
import time
from pathlib import Path
from types import TracebackType
from typing import Any

from oslab.course import channel, observed, slices
from oslab.course import verdict as states
from oslab.course.channel import Lost, Worker
from oslab.course.limits import Limits
from oslab.course.questions import Case, Seen
from oslab.course.slices import Notebook, Statement
from oslab.course.verdict import Reply
from oslab.errors import InvalidInput, require

CALLS = 4
"""All calls of a question together get this many times the time of one."""
_MOST_RESTARTS = 4
_INSIDE = "/box"


class Session:
    """What one question needs of a notebook, in a box of its own.

    Args:
        notebook: the student's.
        entries: the names that the question asks for.
        limits: of every call.
        folder: shown as `/box`; paths below it are translated. None for a box with none.
        hidden: folders that must not be seen.
        counted: whether the kernel's counters are taken for every call.

    Raises:
        InvalidInput: if an argument is not what it says.
    """

    def __init__(
        self, notebook: Notebook, entries: tuple[str, ...], limits: Limits, *,
        folder: Path | None = None, hidden: tuple[Path, ...] = (), counted: bool = False,
    ) -> None:  # fmt: skip
        require(isinstance(notebook, Notebook), "notebook", notebook, "what take_apart returns")
        require(isinstance(limits, Limits), "limits", limits, "Limits(...)")
        self.remarks: list[str] = []
        self._notebook = notebook
        self._limits = limits
        self._folder = folder
        self._hidden = hidden
        self._counted = counted
        self._left = CALLS * limits.seconds
        self._all_loaded = False
        self._hurt: dict[str, str] = {}
        self._left_out = set[Statement]()
        self._stack = contextlib.ExitStack()
        self._worker: Worker | None = None
        self._statements = slices.needed(notebook, entries)

    def __enter__(self) -> Session:
        self._load(self._statements)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self._stack.close()

    def call(self, entry: str, case: Case) -> Reply:
        """Call a function of the notebook.

        Raises:
            InvalidInput: if an argument is not what it says.
        """
        require(isinstance(case, dict), "case", case, "a dict of keyword arguments")
        inside = {name: self._inside(value) for name, value in case.items()}
        return self._asked({"do": "call", "entry": entry, "case": inside})

    def get(self, entry: str) -> Reply:
        """Return the value of a name of the notebook."""
        return self._asked({"do": "get", "entry": entry})

    def _asked(self, request: dict[str, Any]) -> Reply:
        answer, seen = self._once(request)
        if isinstance(answer, Reply):
            return answer
        undefined = answer.get("why") == "missing" or "NameError" in str(answer.get("words"))
        if undefined and not self._all_loaded:
            # What it misses may be bound in a way that no one sees who only reads.
            self._all_loaded = True
            self._load(self._notebook.statements)
            answer, seen = self._once(request)
            if isinstance(answer, Reply):
                return answer
        return self._reply(answer, request["entry"], seen)

    def _once(self, request: dict[str, Any]) -> tuple[dict[str, Any] | Reply, Seen | None]:
        if self._worker is None:
            return Reply(states.FAIL, words="was not asked: its process had ended"), None
        seconds = min(self._limits.seconds, self._left)
        watching = observed.Watching(self._worker) if self._counted else None
        began = time.monotonic()
        try:
            look = watching.look if watching else None
            answer = self._worker.ask(request, seconds, look)
        except Lost as lost:
            words = lost.words
            if seconds < self._limits.seconds:
                words = (
                    f"was stopped: all calls together took over {CALLS * self._limits.seconds:g} s"
                )
            self._end()
            return Reply(states.FAIL, words=words), None
        finally:
            self._left = max(0.001, self._left - (time.monotonic() - began))
        return answer, watching.seen() if watching else None

    def _reply(self, answer: dict[str, Any], entry: str, seen: Seen | None) -> Reply:
        if answer.get("done") is True:
            return Reply(states.PASS, answer.get("answer"), seen=seen)
        if answer.get("why") == "not started":
            return Reply(states.NOT_STARTED)
        words = str(answer.get("words"))[:400]
        if answer.get("why") == "missing" and entry in self._hurt:
            words = f"is not defined, because {self._hurt[entry]}"
        return Reply(states.FAIL, words=words)

    def _inside(self, value: Any) -> Any:
        outside = str(self._folder)
        if self._folder is not None and isinstance(value, str) and value.startswith(outside):
            return _INSIDE + value[len(outside) :]
        return value

    def _load(self, statements: tuple[Statement, ...]) -> None:
        for restart in range(_MOST_RESTARTS + 1):
            if restart == _MOST_RESTARTS:  # what only defines cannot hurt
                statements = tuple(one for one in statements if one.defines)
            self._begin()
            if self._run([one for one in statements if one not in self._left_out]):
                return

    def _run(self, statements: list[Statement]) -> bool:
        assert self._worker is not None  # noqa: S101 - just begun
        for one in statements:
            where = f"cell {one.cell}, line {one.line},"
            request = {"do": "run", "source": one.source, "cell": one.cell, "line": one.line}
            try:
                answer = self._worker.ask(request)
            except Lost as lost:
                self._left_out.add(one)
                self._remark(one, f"{where} {lost.words}: it is left out")
                return False
            if answer.get("why") not in (None, "not started"):
                self._remark(one, f"{where} {str(answer.get('words'))[:300]}")
        return True

    def _remark(self, one: Statement, words: str) -> None:
        self._hurt.update(dict.fromkeys(one.binds, words))
        if words not in self.remarks and len(self.remarks) < 10:
            self.remarks.append(words)

    def _begin(self) -> None:
        self._end()
        self._worker = self._stack.enter_context(
            channel.worker(self._limits, folder=self._folder, hidden=self._hidden)
        )

    def _end(self) -> None:
        self._worker = None
        self._stack.close()


def require_session(session: object) -> None:
    """Raise InvalidInput unless `session` is a Session.

    Raises:
        InvalidInput: see above.
    """
    if not isinstance(session, Session):
        raise InvalidInput("session", session, "a Session")
