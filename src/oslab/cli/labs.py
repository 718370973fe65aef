"""`oslab grade`, `oslab verify`: labs, for who gives them out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from oslab.cli.terminal import Bar, Commands, complain
from oslab.errors import InvalidInput


def add_grade(commands: Commands) -> None:
    """Make `oslab grade` known."""
    parser = commands.add_parser(
        "grade",
        help="grade the submissions to a lab in a sandbox",
        description="Grade every notebook, zip file or folder in a folder, with hidden cases of "
        "each student's own, and write a table, data and a page for every student.",
        epilog="Example: oslab grade clock submissions/ --key course.key --out grades/",
    )
    parser.add_argument("lab", help="such as clock; looked for in labs/")
    parser.add_argument("submissions", type=Path, help="a folder; a name in it is a student's")
    parser.add_argument("--out", type=Path, help="where to write (grades_LAB)")
    parser.add_argument("--key", type=Path, help="a file with the course's secret")
    parser.add_argument("--jobs", type=int, help="submissions at once (as many as CPUs)")
    parser.set_defaults(run=_grade)


def _grade(parsed: argparse.Namespace) -> int:
    from oslab.course import folder, grade, sheets

    out = parsed.out or Path(f"grades_{parsed.lab}")
    bar = Bar(f"grading {parsed.lab}")
    try:
        book = grade.grade(
            folder.find(parsed.lab), parsed.submissions, key=grade.read_key(parsed.key),
            jobs=parsed.jobs, hidden=(out, *([parsed.key] if parsed.key else [])), progress=bar,
        )  # fmt: skip
    finally:
        bar.close()
    written = sheets.write(book, out)
    for one in book.results:
        points = "not graded" if one.points is None else f"{one.points} of {one.most}"
        remarks = "  " + " ".join(one.remarks) if one.remarks else ""
        print(f"{one.student}: {points}{remarks}")
    print(f"{len(book.results)} submissions; see {written[-len(book.results) - 1]}")
    return 3 if any(one.trouble for one in book.results) else 0


def add_verify(commands: Commands) -> None:
    """Make `oslab verify` known."""
    parser = commands.add_parser(
        "verify",
        help="prove that a lab's questions catch what is wrong",
        description="Let the reference pass, the blank notebook score nothing, every wrong "
        "submission fail with the right words, and every mutant of the reference be caught.",
        epilog="Example: oslab verify clock --renew",
    )
    parser.add_argument("lab", nargs="*", help="such as clock; every lab if none is named")
    parser.add_argument("--seeds", type=int, default=3, help="for the reference, 1 to 3 (3)")
    parser.add_argument("--jobs", type=int, help="trials at once (as many as CPUs)")
    parser.add_argument("--renew", action="store_true", help="write public.json, verified.json")
    parser.set_defaults(run=_verify)


def _verify(parsed: argparse.Namespace) -> int:
    from oslab.course import folder, verify

    places = [folder.find(name) for name in parsed.lab] or list(folder.every())
    if not places:
        raise InvalidInput("lab", parsed.lab, "named, or in labs/ here: there is none")
    status = 0
    for place in places:
        bar = Bar(f"verifying {place.name}")
        try:
            made = verify.verify(
                place, seeds=parsed.seeds, jobs=parsed.jobs, renew=parsed.renew, progress=bar
            )
        except InvalidInput as error:  # the other labs are no worse for it
            bar.close()
            status = complain(f"{place.name}: {error}", 2)
            continue
        finally:
            bar.close()
        print(made)
        sys.stdout.flush()
        if not made.holds:
            status = max(status, 1)
    return status
