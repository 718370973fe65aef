"""`oslab progress`: labs, for who works on them."""

from __future__ import annotations

import argparse
from pathlib import Path

from oslab.cli.terminal import Commands


def add_progress(commands: Commands) -> None:
    """Make `oslab progress` known."""
    parser = commands.add_parser(
        "progress",
        help="show how far you are in the labs",
        description="Read the evidence files that your notebooks wrote, and list every lab: "
        "points on the public checks, and the questions that are open.",
        epilog="Example: oslab progress",
    )
    parser.add_argument("folder", nargs="?", type=Path, help="a copy of the book (here)")
    parser.add_argument("--json", action="store_true", help="as one JSON object")
    parser.set_defaults(run=_progress)


def _progress(parsed: argparse.Namespace) -> int:
    from oslab.course.progress import progress

    made = progress(parsed.folder)
    print(made.to_json() if parsed.json else made)
    return 0
