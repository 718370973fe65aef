"""`oslab`: the commands, and the only place that prints.

Exit status: 0 answered, 1 the answer is no, 2 a wrong question, 3 this machine cannot
answer, 130 interrupted, 141 the reader of a pipe went away.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from oslab import __version__
from oslab.cli import exercises, labs, learners, machine, processes
from oslab.cli.terminal import ROOMS as ROOMS
from oslab.cli.terminal import Bar as Bar
from oslab.cli.terminal import complain
from oslab.errors import InvalidInput, Unavailable, require

# One function a command; `doctor` will join this list.
_COMMANDS = (
    machine.add_machine,
    machine.add_claims,
    machine.add_record,
    exercises.add_quiz,
    exercises.add_problem,
    processes.add_deadlock,
    processes.add_trace,
    learners.add_progress,
    labs.add_grade,
    labs.add_verify,
)


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
        return complain(error, 2)
    except Unavailable as error:
        return complain(error, 3)
    except KeyboardInterrupt:
        return complain("interrupted", 130)
    except BrokenPipeError:
        # The interpreter would flush once more at exit, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="oslab", description="Operating systems: predict, measure on this kernel, explain."
    )
    parser.add_argument("--version", action="version", version=f"oslab {__version__}")
    commands = parser.add_subparsers(required=True, metavar="command")
    for add in _COMMANDS:
        add(commands)
    return parser
