"""A tiny lab with a question of every kind, for the tests of the student's side."""

from __future__ import annotations

from oslab.course import Dialogue, Explored, Lab, Limits, Measured, Prediction, Pure, Retry, Value
from oslab.sync import Mutex, Program, explore_all


def totals(rng):
    return [{"numbers": [rng.randint(-9, 9) for _ in range(n)]} for n in range(5)]


def judge_total(case, got, want):
    if got == want:
        return None
    return f"should be {want}. Does every number count, the negative ones too?"


def guessing(ask, rng):
    secret = rng.randint(1, 100)
    low, high = 1, 100
    for _ in range(7):
        guess = ask(low=low, high=high)
        if guess == secret:
            return None
        if guess < secret:
            low = guess + 1
        else:
            high = guess - 1
    return "seven guesses are enough for a hundred numbers. Halve what is left."


def pages(rng, folder):
    count = rng.randint(1_000, 1_500)
    (folder / "count").write_text(str(count))
    return {"path": folder / "count"}, count


def judge_touch(got, truth, seen):
    if got != {"pages": truth}:
        return f'should return {{"pages": {truth}}}: the number in the file.'
    if seen.minor_faults < truth:
        return Retry("the kernel saw fewer faults than pages. Is each page touched?")
    return None


def judge_claim(value, evidence):
    if "q2" not in evidence:
        return "there is no evidence yet: pass q2 first."
    if value.get("grows") != "minor":
        return "which counter of your evidence is larger than the number of pages?"
    return None


def judge_count(functions, rng):
    threads = rng.randint(2, 3)
    program = Program([functions["count"]] * threads, n=0, m=Mutex())
    found = explore_all(program, at_end=lambda shared: shared["n"] == threads)
    return str(found.findings[0]) if found.findings else None


def minor_faults(evidence):
    return evidence["q2"]["seen"]["minor_faults"]


LAB = Lab(
    title="A tiny lab",
    chapter="fork",
    minutes=(45, 60),
    why="It shows every kind of question.",
    questions={
        "q1": Pure("total", 2, cases=totals, judge=judge_total),
        "q2": Measured("touch", 3, prepare=pages, judge=judge_touch),
        "q3": Value("claim", 1, judge=judge_claim),
        "q4": Dialogue("guess", 2, judge=guessing),
        "q5": Explored(("count",), 2, judge=judge_count),
    },
    predictions={"faults": Prediction("q2", "minor faults", answer=minor_faults)},
    limits=Limits(seconds=0.5),
    stretch="Do it with huge pages.",
)
