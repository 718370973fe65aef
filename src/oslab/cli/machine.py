"""`oslab machine`, `oslab claims`, `oslab record`: what this machine answers."""

from __future__ import annotations

import argparse

from oslab import claim, machine, recording
from oslab.cli import terminal
from oslab.cli.terminal import Bar, Commands, chosen, complain, room_door
from oslab.errors import Unavailable


def add_machine(commands: Commands) -> None:
    """Make `oslab machine` known."""
    words = "show this machine and what can be measured on it"
    parser = commands.add_parser("machine", help=words, description=words)
    parser.add_argument("--json", action="store_true", help="as one JSON object")
    parser.set_defaults(run=_machine)


def _machine(parsed: argparse.Namespace) -> int:
    made = machine.report()
    print(made.to_json() if parsed.json else made)
    return 0


def add_claims(commands: Commands) -> None:
    """Make `oslab claims` known."""
    words = "judge every claim of the book on this machine"
    parser = commands.add_parser("claims", help=words, description=words)
    parser.add_argument("name", nargs="*", help="only these, such as processes.fork_is_cheap")
    parser.add_argument("--json", action="store_true", help="as one JSON object")
    parser.set_defaults(run=_claims)


def _claims(parsed: argparse.Namespace) -> int:
    rows = {row.name: row for room in terminal.ROOMS for row in room_door(room, "claims").CLAIMS}
    asked = [rows[name] for name in chosen(parsed.name, rows)]
    bar = Bar("judging claims")
    try:
        judged = claim.ledger(asked, progress=bar)
    finally:
        bar.close()
    print(judged.to_json() if parsed.json else judged)
    return 0


def add_record(commands: Commands) -> None:
    """Make `oslab record` known."""
    words = "record what the book shows where a reader's machine cannot answer"
    parser = commands.add_parser("record", help=words, description=words)
    parser.add_argument("name", nargs="*", help="only these, such as processes.fork_cost")
    parser.set_defaults(run=_record)


def _record(parsed: argparse.Namespace) -> int:
    rows = {
        name: measure
        for room in terminal.ROOMS
        for name, measure in room_door(room, "recorded").RECORDED.items()
    }
    names = chosen(parsed.name, rows)
    status = 0
    bar = Bar("recording")
    for done, name in enumerate(names):
        bar(done, len(names))
        try:
            made = recording.record(name, rows[name])
        except Unavailable as error:
            bar.close()
            status = complain(f"{name}: {error}", 3)
        else:
            bar.close()
            print(f"{name}: {len(made.measurements)} measurements on {made.machine}")
    return status
