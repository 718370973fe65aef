"""The judge inside a sandbox: `python -I -m oslab.course.trials CHECKS`, for sources we trust.

Thread programs must run in the process that explores them, and a thousand mutants of
a reference need a thousand processes. Both are trusted after a look (`vetting`), or
because we made them; the box is there for what a mutant of `os.kill` might do. Every
trial is a forked child, and what it says is the verdict.
"""

from __future__ import annotations

import contextlib
import functools
import json
import linecache
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from oslab.course import folder as lab_folder
from oslab.course import judging, verdict, vetting
from oslab.course.assignment import Lab
from oslab.course.plain import plain
from oslab.course.questions import Case, Dialogue, Explored, Pure
from oslab.course.verdict import Reply, Verdict
from oslab.errors import InvalidInput, require

_MOST_WORDS = 4_000


def main() -> None:
    """Serve the parent until it closes the pipe."""
    questions, answers = os.fdopen(os.dup(0), "rb"), os.dup(1)
    quiet = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(quiet, number)
    lab = lab_folder.read(Path(sys.argv[1]))
    os.write(answers, b'{"nonce": "", "done": true}\n')
    for line in questions:
        request = json.loads(line)
        made = _in_child(functools.partial(serve, lab, request), request["seconds"])
        os.write(answers, json.dumps({"nonce": request["nonce"], **made}).encode() + b"\n")


def serve(lab: Lab, request: dict[str, Any]) -> dict[str, Any]:
    """Judge one source, and return {"state", "words"}.

    Args:
        lab: what the question belongs to.
        request: {"question", "source", "seed", "rows"}; rows only for a Pure.

    Raises:
        InvalidInput: if an argument is not what it says.
    """
    require(isinstance(lab, Lab), "lab", lab, "Lab(...)")
    require(isinstance(request, dict), "request", request, "a request, as a dict")
    question = lab.questions[request["question"]]
    rng = judging.seeded(request["seed"], request["question"])
    if isinstance(question, Explored):
        made = _explored(question, request["source"], rng)
    else:
        names = _names(request["source"])

        def call(case: Case) -> Reply:
            return _called(names[question.entry], case)

        if isinstance(question, Pure):
            made = judging.pure(question, request["rows"], call)
        else:
            assert isinstance(question, Dialogue)  # noqa: S101 - the others have no trials
            made = judging.dialogue(question, call, rng)
    return {"state": made.state, "words": made.words[:_MOST_WORDS]}


def _explored(question: Explored, source: str, rng: Any) -> Verdict:
    try:
        functions = vetting.vet(source, question.entries)
    except vetting.Unstarted:
        return Verdict(verdict.NOT_STARTED)
    except vetting.Refused as refused:
        return Verdict(verdict.FAIL, str(refused))
    return judging.explored(question, functions, rng)


def _names(source: str) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "__main__"}
    linecache.cache["<answer>"] = (len(source), None, source.splitlines(True), "<answer>")
    exec(compile(source, "<answer>", "exec", dont_inherit=True), names)  # noqa: S102
    return names


def _called(function: Callable[..., Any], case: Case) -> Reply:
    try:
        return Reply(verdict.PASS, plain(function(**json.loads(json.dumps(case)))))
    except NotImplementedError:
        return Reply(verdict.NOT_STARTED)
    except InvalidInput as error:
        return Reply(verdict.FAIL, words=f"returned no plain data: {error}")
    except Exception as error:
        return Reply(verdict.FAIL, words=f"raised {type(error).__name__}: {error}"[:300])


def _in_child(work: Callable[[], dict[str, Any]], seconds: float) -> dict[str, Any]:
    """Return what `work` says in a child that has so many seconds of CPU, and leave nothing."""
    told, telling = os.pipe()
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            os.setpgid(0, 0)
            signal.setitimer(signal.ITIMER_REAL, 20 * seconds)  # one that sleeps
            signal.setitimer(signal.ITIMER_PROF, seconds)
            resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 2, int(seconds) + 2))
            _tell(telling, _worked(work))
        os._exit(0)
    os.close(telling)
    text = b"".join(iter(lambda: os.read(told, 65536), b""))
    os.close(told)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    try:
        made: dict[str, Any] = json.loads(text)
    except ValueError:
        timed_out = os.WIFSIGNALED(status) and os.WTERMSIG(status) in (
            signal.SIGPROF, signal.SIGALRM, signal.SIGXCPU,
        )  # fmt: skip
        words = f"gave no answer within {seconds:g} s" if timed_out else "ended its process"
        return {"state": verdict.FAIL, "words": words}
    return made


def _worked(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    began = time.process_time()
    try:
        return {**work(), "cpu_seconds": time.process_time() - began}
    except BaseException as error:
        return {"state": verdict.FAIL, "words": f"raised {type(error).__name__}: {error}"[:300]}


def _tell(descriptor: int, made: dict[str, Any]) -> None:
    line = json.dumps(made).encode()
    while line:
        line = line[os.write(descriptor, line) :]


if __name__ == "__main__":
    main()
