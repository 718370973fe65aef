"""`oslab`: the commands, and the only place that prints.

Exit status: 0 answered, 2 a wrong question, 3 this machine cannot answer,
130 interrupted, 141 the reader of a pipe went away.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from types import ModuleType

from oslab import __version__, claim, machine, quiz, recording
from oslab.errors import InvalidInput, Unavailable, require

ROOMS = ("processes", "scheduling", "memory", "replacement", "sync")
"""Subjects that have `claims.py` and `recorded.py`; add yours here."""

_PATIENCE_S = 2.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status.

    Args:
        arguments: the words after `oslab`; those of this process if None.

    Raises:
        InvalidInput: if `arguments` is no sequence of texts.
        SystemExit: from argparse, for `--help`, `--version` and words it does not know.
    """
    ok = arguments is None or (
        isinstance(arguments, list | tuple) and all(isinstance(word, str) for word in arguments)
    )
    require(ok, "arguments", arguments, "a list of texts")
    parsed = _parser().parse_args(arguments)
    try:
        status: int = parsed.run(parsed)
        sys.stdout.flush()
    except InvalidInput as error:
        return _complain(error, 2)
    except Unavailable as error:
        return _complain(error, 3)
    except KeyboardInterrupt:
        return _complain("interrupted", 130)
    except BrokenPipeError:
        # The interpreter would flush once more at exit, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    return status


class Bar:
    """A progress bar for people: only on a terminal, only once two seconds have passed."""

    def __init__(self, what: str, clock: Callable[[], float] = time.monotonic) -> None:
        require(isinstance(what, str), "what", what, "a text")
        require(callable(clock), "clock", clock, "a function that returns seconds")
        self._what = what
        self._clock = clock
        self._began = clock()
        self._drawn = False

    def __call__(self, done: int, whole: int) -> None:
        """Draw the bar at `done` of `whole`, which is a `timing.Progress`."""
        if not sys.stderr.isatty() or self._clock() - self._began < _PATIENCE_S:
            return
        filled = 24 * done // max(1, whole)
        bar = "#" * filled + "." * (24 - filled)
        print(f"\r{self._what} [{bar}] {done} of {whole}", end="", file=sys.stderr, flush=True)
        self._drawn = True

    def close(self) -> None:
        """Clear the line, so that the answer starts on a clean one."""
        if self._drawn:
            print("\r\033[K", end="", file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="oslab", description="Operating systems: predict, measure on this kernel, explain."
    )
    parser.add_argument("--version", action="version", version=f"oslab {__version__}")
    commands = parser.add_subparsers(required=True, metavar="command")
    # One function a command; `doctor` and `grade` will join this list.
    for add in (
        _add_machine,
        _add_claims,
        _add_record,
        _add_quiz,
        _add_problem,
        _add_deadlock,
        _add_trace,
    ):
        add(commands)
    return parser


def _add_machine(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    words = "show this machine and what can be measured on it"
    parser = commands.add_parser("machine", help=words, description=words)
    parser.add_argument("--json", action="store_true", help="as one JSON object")
    parser.set_defaults(run=_machine)


def _machine(parsed: argparse.Namespace) -> int:
    made = machine.report()
    print(made.to_json() if parsed.json else made)
    return 0


def _add_claims(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    words = "judge every claim of the book on this machine"
    parser = commands.add_parser("claims", help=words, description=words)
    parser.add_argument("name", nargs="*", help="only these, such as processes.fork_is_cheap")
    parser.add_argument("--json", action="store_true", help="as one JSON object")
    parser.set_defaults(run=_claims)


def _claims(parsed: argparse.Namespace) -> int:
    rows = {row.name: row for room in ROOMS for row in _room(room, "claims").CLAIMS}
    chosen = [rows[name] for name in _chosen(parsed.name, rows)]
    bar = Bar("judging claims")
    try:
        judged = claim.ledger(chosen, progress=bar)
    finally:
        bar.close()
    print(judged.to_json() if parsed.json else judged)
    return 0


def _add_record(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    words = "record what the book shows where a reader's machine cannot answer"
    parser = commands.add_parser("record", help=words, description=words)
    parser.add_argument("name", nargs="*", help="only these, such as processes.fork_cost")
    parser.set_defaults(run=_record)


def _record(parsed: argparse.Namespace) -> int:
    rows = {
        name: measure
        for room in ROOMS
        for name, measure in _room(room, "recorded").RECORDED.items()
    }
    names = _chosen(parsed.name, rows)
    status = 0
    bar = Bar("recording")
    for done, name in enumerate(names):
        bar(done, len(names))
        try:
            made = recording.record(name, rows[name])
        except Unavailable as error:
            bar.close()
            status = _complain(f"{name}: {error}", 3)
        else:
            bar.close()
            print(f"{name}: {len(made.measurements)} measurements on {made.machine}")
    return status


def _add_quiz(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "quiz",
        help="turn a quiz of the book into a question bank",
        description="Print a quiz of the book: its questions, or a whole question bank with the "
        "reason of every option.",
        epilog="Example: oslab quiz chapters/quizzes/fork.toml --moodle > fork.xml",
    )
    parser.add_argument("file", help="a quiz in TOML, such as chapters/quizzes/fork.toml")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--moodle", action="store_true", help="as Moodle XML, to import there")
    form.add_argument("--json", action="store_true", help="as one JSON object")
    parser.set_defaults(run=_quiz)


def _quiz(parsed: argparse.Namespace) -> int:
    made = quiz.read(parsed.file)
    if parsed.moodle:
        print(made.to_moodle(), end="")
    else:
        print(made.to_json() if parsed.json else made)
    return 0


def _add_problem(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "problem",
        help="make scheduling exercises with worked answers",
        description="Print textbook exercises in scheduling, without end: the same seed is the "
        "same exercise. As a bank, each asks for the mean waiting time, with four answers.",
        epilog="Example: oslab problem RoundRobin --seed 7 --answer",
    )
    parser.add_argument("policy", nargs="?", default="any", help="such as RoundRobin; any in turn")
    parser.add_argument("--seed", type=int, default=1, help="of the first exercise (1)")
    parser.add_argument("--count", type=int, default=1, help="how many, 1 to 1000 (1)")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--answer", action="store_true", help="with every step to the answer")
    form.add_argument("--moodle", action="store_true", help="as Moodle XML, to import there")
    form.add_argument("--json", action="store_true", help="as one JSON object")
    parser.set_defaults(run=_problem)


def _problem(parsed: argparse.Namespace) -> int:
    require(1 <= parsed.count <= 1000, "count", parsed.count, "a whole number from 1 to 1000")
    make = _room("scheduling", "model").problem
    made = [make(parsed.seed + place, parsed.policy) for place in range(parsed.count)]
    if parsed.moodle or parsed.json:
        questions = tuple(
            quiz.Question(
                one.name, one.stem,
                tuple(quiz.Option(each.text, each.right, each.because) for each in one.choices),
            )
            for one in made
        )  # fmt: skip
        bank = quiz.Quiz("Scheduling exercises", questions)
        print(bank.to_moodle() if parsed.moodle else bank.to_json(), end="\n" * parsed.json)
        return 0
    for one in made:
        print(f"{one.name}\n\n{one.question}\n")
        if parsed.answer:
            print(f"{one.solution}\n")
    return 0


def _add_deadlock(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "deadlock",
        help="ask a process which of its threads waits for which",
        description="Read from outside, without stopping it, where each thread of a process "
        "waits and who holds what it waits for. Exits with 1 if they wait in a circle.",
        epilog="Example: oslab deadlock $(pgrep -n python)",
    )
    parser.add_argument("pid", type=int, help="the number of the process")
    parser.add_argument("--json", action="store_true", help="as one JSON object")
    parser.set_defaults(run=_deadlock)


def _deadlock(parsed: argparse.Namespace) -> int:
    graph = _room("sync", "measure").deadlock(parsed.pid)
    if parsed.json:
        waits = [wait._asdict() for wait in graph.waits]
        print(json.dumps({"tasks": graph.tasks, "waits": waits, "cycle": graph.cycle}))
    else:
        print(graph)
    return 1 if graph.cycle else 0


def _add_trace(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "trace",
        help="record a program's pages and predict its faults with less memory",
        description="Run a program, record which pages of one file it asks for, and print how "
        "many it would have to fetch with less memory for that file (LRU).",
        epilog="Example: oslab trace data.npy -- python train.py --epochs 1",
    )
    parser.add_argument("file", help="a file that the program maps or reads")
    parser.add_argument("command", nargs="+", help="the program and its words, after --")
    parser.add_argument("--output", help="a file for the page numbers, one a line")
    parser.set_defaults(run=_trace)


def _trace(parsed: argparse.Namespace) -> int:
    recorded = _room("replacement", "measure").record_pages(
        parsed.command, [parsed.file], timeout_s=86_400, show=True
    )
    pages = recorded.references
    print(f"{recorded}\n{'MiB':>8} {'frames':>9} {'fetched':>10} {'of all':>7}")
    curve = _room("replacement", "fast").fault_curve(pages)
    for sixteenths in (1, 2, 4, 8, 12, 16):
        frames = (len(curve) - 1) * sixteenths // 16
        share = curve[frames] / max(1, len(pages))
        print(f"{frames / 256:8.1f} {frames:9,} {curve[frames]:10,} {share:7.1%}")
    if parsed.output:
        with open(parsed.output, "w", encoding="utf-8") as file:  # noqa: PTH123
            file.writelines(f"{page}\n" for page in pages)
    return 0


def _room(room: str, door: str) -> ModuleType:
    # Looked up when asked for: `oslab machine` must not load every room.
    return importlib.import_module(f"oslab.{room}.{door}")


def _chosen(names: list[str], rows: Iterable[str]) -> list[str]:
    rows = list(rows)
    for name in names:
        allowed = "one of " + ", ".join(sorted(rows)) if rows else "left out: there is none yet"
        require(name in rows, "name", name, allowed)
    return names or list(rows)


def _complain(words: object, status: int) -> int:
    print(f"oslab: {words}", file=sys.stderr)
    return status
