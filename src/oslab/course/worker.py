"""The untrusted side of the grader: `python -I -m oslab.course.worker`, inside a sandbox.

It runs a student's statements and calls her functions because the parent asks, one
line of JSON for one line of JSON. It knows no expected answer and no student but
one, and whatever it says is data to the parent: a student who takes this process
over wins no more than the right to answer for herself.
"""

from __future__ import annotations

import contextlib
import json
import linecache
import mmap
import os
import sys
import traceback
import types
from typing import Any

from oslab.course.plain import plain, type_name
from oslab.errors import InvalidInput, require

NOT_STARTED, MISSING, RAISED, REFUSED = "not started", "missing", "raised", "refused"
"""Why a request has no answer: the student says so, there is no such name, her code raised
something, or what it returned is no plain data."""

_WORDS = 300
_CAME_BACK = "let a child process come back out of it; end a child with os._exit"


def main() -> None:
    """Serve the parent until it closes the pipe."""
    # The student's own reading and writing must not meet ours.
    questions, answers = os.fdopen(os.dup(0), "rb"), os.dup(1)
    quiet = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(quiet, number)
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    me, strays = os.getpid(), mmap.mmap(-1, 1)
    _write(answers, {"nonce": "", "done": True})
    for line in questions:
        request = json.loads(line)
        answer = serve(request, module.__dict__)
        if os.getpid() != me:
            strays[0] = 1
            os._exit(70)
        if strays[0]:
            answer = {"why": RAISED, "words": _CAME_BACK}
        _write(answers, {"nonce": request["nonce"], **answer})


def serve(request: dict[str, Any], names: dict[str, Any]) -> dict[str, Any]:
    """Do what one request asks, and return what came of it.

    Args:
        request: {"do": "run", "source", "cell", "line"}, {"do": "call", "entry",
            "case"} or {"do": "get", "entry"}.
        names: the student's global names.

    Raises:
        InvalidInput: if an argument is no dict.
    """
    require(isinstance(request, dict), "request", request, "a request, as a dict")
    require(isinstance(names, dict), "names", names, "a dict")
    try:
        return {"done": True, "answer": _done(request, names)}
    except NotImplementedError:
        return {"why": NOT_STARTED, "words": "raised NotImplementedError"}
    except _Missing as missing:
        return {"why": MISSING, "words": missing.words}
    except InvalidInput as error:
        if error.argument != "answer":
            return {"why": RAISED, "words": _told(error)}
        return {"why": REFUSED, "words": f"returned no plain data: {error}"[:_WORDS]}
    except BaseException as error:
        return {"why": RAISED, "words": _told(error)}


class _Missing(Exception):
    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


def _done(request: dict[str, Any], names: dict[str, Any]) -> Any:
    do = request.get("do")
    if do == "run":
        return _run(request["source"], request["cell"], request["line"], names)
    entry = request.get("entry", "")
    if entry not in names:
        raise _Missing(f"{entry} is not defined")
    if do == "get":
        return plain(names[entry])
    if not callable(names[entry]):
        raise _Missing(f"{entry} is no function")
    return plain(names[entry](**request["case"]))


def _run(source: str, cell: int, line: int, names: dict[str, Any]) -> None:
    name = f"<cell {cell}, line {line}>"
    # Tracebacks and inspect.getsource find the text here.
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    exec(compile(source, name, "exec", dont_inherit=True), names)  # noqa: S102


def _told(error: BaseException) -> str:
    try:
        text = f"raised {type_name(error)}: {error}"
    except BaseException:  # a message that raises when it is asked
        text = f"raised {type_name(error)}"
    with contextlib.suppress(BaseException):
        for frame in reversed(traceback.extract_tb(error.__traceback__)):
            if frame.filename.startswith("<cell "):
                cell, line = frame.filename[6:-1].split(", line ")
                where = int(line) + (frame.lineno or 1) - 1
                return f"{text[:_WORDS]} (cell {cell}, line {where})"
    return text[:_WORDS]


def _write(descriptor: int, answer: dict[str, Any]) -> None:
    line = json.dumps(answer).encode() + b"\n"
    while line:
        line = line[os.write(descriptor, line) :]


if __name__ == "__main__":
    main()
