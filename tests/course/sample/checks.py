"""A lab of a few lines with every kind of question, for the tests of the engine."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from oslab.course import (
    Dialogue,
    Evidence,
    Explored,
    Lab,
    Limits,
    Measured,
    Prediction,
    Pure,
    Retry,
    Seen,
    Value,
)
from oslab.sync import Mutex, Program, explore_all

PAGE = 4096


def span_cases(rng: random.Random) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = [{"pages": pages} for pages in ([], [3], [3, 4], [9, 1])]
    return cases + [
        {"pages": [rng.randint(0, 50) for _ in range(rng.randint(2, 9))]} for _ in range(12)
    ]


def judge_span(case: dict[str, Any], got: Any, want: Any) -> str | None:
    if got == want and type(got) is type(want):
        return None
    return f"the span is {want}. Are both ends counted, and has nothing a span of 0?"


def prepare_touch(rng: random.Random, folder: Path) -> tuple[dict[str, Any], Any]:
    pages = rng.randint(2000, 3000)
    (folder / "note.txt").write_text(str(pages))
    return {"path": folder / "note.txt"}, pages


def judge_touch(got: Any, truth: int, seen: Seen) -> str | None:
    if not isinstance(got, dict) or set(got) != {"pages", "faults"}:
        return "Return a dict with pages and faults."
    if got["pages"] != truth:
        return f"The file says {truth} pages; you touched {got['pages']!r}."
    if got["faults"] > seen.minor_faults:
        return f"You report {got['faults']} faults, and the kernel counted {seen.minor_faults}."
    if got["faults"] < truth:
        return Retry(f"{truth} new pages make as many faults; you report {got['faults']}.")
    return None


def judge_larger(value: Any, evidence: Evidence) -> str | None:
    ran = evidence.get("q2")
    if ran is None:
        return "There is no evidence yet: q2 comes first."
    return None if value == "faults" else f"Look at your numbers: {ran['answer']}."


def judge_guess(ask: Any, rng: random.Random) -> str | None:
    truth = rng.randint(0, 1000)
    low, high = 0, 1000
    for _ in range(11):
        guess = ask(low=low, high=high)
        if guess == truth:
            return None
        if guess < truth:
            low = guess + 1
        else:
            high = guess - 1
    return "Eleven guesses find a number up to 1000, if each halves what is left."


def judge_counter(functions: dict[str, Any], rng: random.Random) -> str | None:
    found = explore_all(Program([functions["add"], functions["add"]], n=0, m=Mutex()))
    if any(one.kind == "deadlock" for one in found.findings):
        return "Some order ends in a deadlock: is what is locked unlocked?"
    ends = {dict(one.values)["n"] for one in found.outcomes}
    return None if ends == {2} else f"Two threads add 1 each, and n may end as {sorted(ends)}."


LAB = Lab(
    title="A sample",
    chapter="memory",
    minutes=(45, 60),
    why="The engine must be tried on something.",
    questions={
        "q1": Pure("span", 4, span_cases, judge_span),
        "q2": Measured("touch", 3, prepare_touch, judge_touch),
        "q3": Value("larger", 1, judge_larger),
        "q4": Dialogue("guess", 2, judge_guess),
        "q5": Explored(("add",), 2, judge_counter, limits=Limits(seconds=1)),
    },
    predictions={
        "faults": Prediction(
            "q2",
            "minor faults",
            lambda evidence: evidence["q2"]["answer"]["faults"] if "q2" in evidence else None,
        )
    },
    limits=Limits(seconds=2, cpu_seconds=2, memory_mib=256, file_mib=4, processes=8),
)
