"""`oslab quiz`, `oslab problem`: questions, and banks of them."""

from __future__ import annotations

import argparse

from oslab import quiz
from oslab.cli.terminal import Commands, room_door
from oslab.errors import require


def add_quiz(commands: Commands) -> None:
    """Make `oslab quiz` known."""
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


def add_problem(commands: Commands) -> None:
    """Make `oslab problem` known."""
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
    make = room_door("scheduling", "model").problem
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
