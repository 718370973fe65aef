"""Whatever a notebook holds, a check answers with one of five states and a sentence."""

from __future__ import annotations

import json
import mmap
import os
import resource
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oslab import course
from oslab.course.verdict import FAIL, NOT_STARTED, PASS, UNMEASURED
from oslab.errors import Unavailable
from oslab.sync import load, lock, store, unlock


def total(numbers):
    return sum(numbers)


def touch(path):
    count = int(Path(path).read_text())
    area = mmap.mmap(-1, count * mmap.PAGESIZE)
    area.madvise(mmap.MADV_NOHUGEPAGE)
    for place in range(0, len(area), mmap.PAGESIZE):
        area[place] = 1
    area.close()
    return {"pages": count}


def guess(low, high):
    return (low + high) // 2


def count():
    yield lock("m")
    n = yield load("n")
    yield store("n", n + 1)
    yield unlock("m")


SOLVED = {"q1": total, "q2": touch, "q3": {"grows": "minor"}, "q4": guess, "q5": count}


# ---- not started
def blank(numbers):
    raise NotImplementedError


def blank_touch(path):
    """Touch the pages."""
    raise NotImplementedError("write me")


def blank_count():
    raise NotImplementedError


BLANK = {"q1": blank, "q2": blank_touch, "q3": {"grows": None}, "q4": blank, "q5": blank_count}


@pytest.mark.parametrize("name", BLANK)
def test_a_blank_is_not_started_and_leaves_no_file(lab, tiny, name):
    before = sorted(tiny.iterdir())

    for answer in (BLANK[name], None):
        assert str(lab.check(name, answer)) == f"{name} ○ not started"
    assert sorted(tiny.iterdir()) == before


def test_a_blank_lab_reports_what_is_open_in_the_same_words_every_time(lab, tiny):
    lab.predict("faults", None)

    assert str(lab.report()).splitlines() == [
        "A tiny lab: 0 of 10 points on the public checks; hidden cases remain.",
        "  q1 ○ not started: 2 points",
        "  q2 ○ not started: 3 points",
        "  q3 ○ not started: 1 point",
        "  q4 ○ not started: 2 points",
        "  q5 ○ not started: 2 points",
        "Predictions",
        "  faults: not predicted yet (minor faults).",
        "Next: q1.",
    ]
    assert str(course.open("tiny").report()) == str(lab.report())
    assert sorted(place.name for place in tiny.iterdir()) == ["checks.py", "public.json"]


# ---- pass
def test_a_pass_never_says_that_all_is_tested(lab):
    assert str(lab.check("q1", total)) == ("q1 ✓ pass: all 5 public cases; hidden cases remain.")
    assert str(lab.check("q4", guess)) == "q4 ✓ pass: the public games; hidden ones remain."
    assert "hidden ones remain" in str(lab.check("q5", count))


@pytest.mark.kernel
def test_a_solved_lab_has_nothing_open_and_leaves_its_evidence(lab, tiny):
    assert str(lab.predict("faults", 7)) == (
        "faults · noted: you predict 7 minor faults; q2 will tell."
    )
    for name, answer in SOLVED.items():
        assert lab.check(name, answer).state == PASS, lab.check(name, answer)

    held = json.loads((tiny / "evidence_tiny.json").read_text())
    text = str(lab.report())

    assert held["lab"] == "tiny"
    assert held["machine"]["kernel"] == os.uname().release
    assert held["predictions"]["faults"]["value"] == 7
    assert held["predictions"]["faults"]["after"] is False
    assert held["results"]["q2"]["seen"]["minor_faults"] >= 1_000
    assert text.startswith("A tiny lab: 10 of 10 points on the public checks; hidden cases remain.")
    assert "you predict 7 minor faults; q2 gave" in text
    assert "times too low" in text
    assert text.endswith("Nothing is open. To go further: Do it with huge pages.")
    assert str(course.open("tiny").report()) == text
    assert lab.predict("faults", 9).words.endswith("You changed it after the measurement.")


@pytest.mark.kernel
def test_a_pass_of_a_measurement_shows_what_was_measured(lab):
    assert str(lab.check("q2", touch)).startswith(
        "q2 ✓ pass: on this machine; the grader measures again.\nYou measured:\npages: 1"
    )


# ---- fail
def test_a_failure_shows_the_smallest_input_and_a_hint(lab):
    report = lab.check("q1", lambda numbers: sum(n for n in numbers if n > 0))

    assert str(report) == (
        "q1 ✗ not yet: total(numbers=[-2, 9]) returned 9: should be 7. "
        "Does every number count, the negative ones too?"
    ) or report.words.startswith("total(numbers=[-")


def test_a_failure_of_a_dialogue_shows_what_was_asked_last(lab):
    report = lab.check("q4", lambda low, high: low)

    assert report.state == FAIL
    assert "seven guesses" in report.words
    assert "Asked last: guess(low=" in report.words


def test_a_failure_of_a_measurement_shows_the_call_without_the_folders_name(lab):
    report = lab.check("q2", lambda path: {"pages": 0})

    assert report.words.startswith("touch(path='count') returned {'pages': 0}: should return")


def test_a_relation_that_the_kernel_denies_is_a_failure(lab, tiny):
    def claims(path):
        return {"pages": int(Path(path).read_text())}

    report = lab.check("q2", claims)

    assert report.state == FAIL
    assert "the kernel saw fewer faults" in report.words


def test_a_failure_of_the_explorer_tells_the_finding(lab):
    def count():
        n = yield load("n")
        yield store("n", n + 1)

    assert lab.check("q5", count).state == FAIL


def test_a_value_without_evidence_says_what_to_do(lab):
    assert str(lab.check("q3", {"grows": "minor"})) == (
        "q3 ✗ not yet: claim = {'grows': 'minor'}: there is no evidence yet: pass q2 first."
    )


def test_not_implemented_after_some_cases_is_a_failure(lab):
    def half(numbers):
        if numbers:
            raise NotImplementedError
        return 0

    assert "raised NotImplementedError" in lab.check("q1", half).words


def test_what_an_answer_printed_is_shown_when_it_fails(lab, capfd):
    def talks(numbers):
        print("numbers are", numbers)  # noqa: T201
        os.system("echo below")

    report = lab.check("q1", talks)

    assert report.printed == "numbers are []\nbelow\n"
    assert str(report).endswith("\nIt printed:\nnumbers are []\nbelow")
    assert capfd.readouterr() == ("", "")


# ---- hostile and unlucky
class EqualToEverything:
    def __eq__(self, other):
        return True

    def __repr__(self):
        raise ValueError("no repr")

    def __str__(self):
        raise SystemExit("no str")

    __hash__ = None


class Liar(EqualToEverything):
    @property
    def __class__(self):
        return list

    def __len__(self):
        return 0

    def __getattr__(self, name):
        raise KeyboardInterrupt


class Unspeakable(Exception):
    def __str__(self):
        raise RuntimeError("no message")


def raises(error):
    def answer(**_):
        raise error

    return answer


def returns(value):
    def answer(**_):
        return value

    return answer


OBJECTS = [EqualToEverything(), Liar(), float("nan"), {1, 2}, object(), b"x", type, [Liar()]]
ERRORS = [
    ValueError("no"), SystemExit(0), GeneratorExit(), Unspeakable(), RecursionError("deep"),
    MemoryError(), BaseException("base"), ValueError("x" * 10**6), StopIteration(),
    Unavailable("a thing", "Get it."),
]  # fmt: skip


@pytest.mark.parametrize("name", ["q1", "q2", "q4"])
@pytest.mark.parametrize("thing", OBJECTS, ids=lambda thing: type(thing).__name__)
def test_an_object_that_lies_is_a_failure_in_words(lab, name, thing):
    for answer in (returns(thing), thing):
        report = lab.check(name, answer)
        assert report.state == FAIL
        assert report.words
        assert len(str(report)) < 2_000


@pytest.mark.parametrize("name", ["q1", "q2", "q4"])
@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_whatever_is_raised_is_named(lab, name, error):
    report = lab.check(name, raises(error))

    assert report.state == FAIL
    assert f"raised {type(error).__name__}" in report.words
    assert "line " in report.words
    assert len(report.words) < 700


@pytest.mark.parametrize("thing", OBJECTS, ids=lambda thing: type(thing).__name__)
def test_a_value_or_program_that_lies_is_a_failure_too(lab, thing):
    assert lab.check("q3", thing).state == FAIL
    assert lab.check("q5", thing).state == FAIL
    assert lab.predict("faults", thing).state == FAIL


class Endless(dict):
    def items(self):
        while True:
            pass


class Quits(dict):
    def items(self):
        raise SystemExit


@pytest.mark.parametrize("name", ["q1", "q3", "q5"])
@pytest.mark.parametrize("kind", [Endless, Quits])
def test_data_that_never_end_or_quit_are_a_failure(lab, name, kind):
    report = lab.check(name, kind(a=1))

    assert report.state == FAIL
    assert "stumbled" not in report.words


def test_an_interrupt_is_no_failure(lab):
    assert str(lab.check("q1", raises(KeyboardInterrupt()))) == "q1 – interrupted"


def spins(numbers):
    while True:
        pass


def spins_and_swallows(numbers):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass


def sleeps(numbers):
    time.sleep(10_000)


@pytest.mark.parametrize("endless", [spins, spins_and_swallows, sleeps])
def test_an_endless_answer_is_stopped_and_the_input_named(lab, endless):
    report = lab.check("q1", endless)

    assert report.words == ("total(numbers=[]) did not come back and was stopped after 0.5 s.")


def test_answers_that_are_each_slow_are_stopped_together(lab):
    def slow(numbers):
        time.sleep(0.45 if not numbers else 10_000)
        return sum(numbers)

    assert "was stopped" in lab.check("q1", slow).words


def test_a_child_that_comes_back_is_told_and_does_not_go_on(lab):
    mine = os.getpid()

    def forks(numbers):
        if os.fork() == 0:
            return 0
        os.wait()
        return sum(numbers)

    report = lab.check("q1", forks)

    assert os.getpid() == mine
    assert report.state == FAIL
    assert "os._exit" in report.words


def test_children_of_a_failed_answer_are_ended(lab):
    started = []

    def leaves(numbers):
        pid = os.fork()
        if pid == 0:
            time.sleep(10_000)
            os._exit(0)
        started.append(pid)
        raise ValueError("lost")

    assert lab.check("q1", leaves).state == FAIL
    with pytest.raises(ChildProcessError):
        os.waitpid(started[0], os.WNOHANG)


@pytest.mark.kernel
def test_children_of_a_measured_answer_are_counted_and_then_ended(lab, tiny):
    started = []

    def leaves(path):
        pid = os.fork()
        if pid == 0:
            time.sleep(10_000)
            os._exit(0)
        started.append(pid)
        return touch(path)

    assert lab.check("q2", leaves).state == PASS
    seen = lab.evidence["q2"]["seen"]
    assert seen["children_left"] == seen["peak_children"] == 1
    with pytest.raises(ChildProcessError):
        os.waitpid(started[0], os.WNOHANG)


def test_gigabytes_of_output_are_cut(lab, capfd):
    def floods(numbers):
        line = "x" * 1_000_000
        for _ in range(2_000):
            print(line)  # noqa: T201
        os.system("yes 2>/dev/null")

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    report = lab.check("q1", floods)

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 500_000  # KiB of 2 GB
    assert report.state == FAIL
    assert len(report.printed) <= 4_000
    assert capfd.readouterr() == ("", "")


def test_an_answer_may_not_change_the_case_it_is_judged_by(lab):
    def empties(numbers):
        numbers.clear()
        return 10**6

    assert lab.check("q1", empties).words.startswith("total(numbers=[]) returned 1000000")
    first = lab._public["q1"][1][0]["numbers"]
    lab.check("q1", lambda numbers: numbers.clear() if numbers else 0)
    assert lab._public["q1"][1][0]["numbers"] == first != []


@pytest.mark.parametrize(
    ("name", "answers"),
    [("q9", (1,)), (None, (1,)), (EqualToEverything(), (1,)), ("q1", ()), ("q1", (1, 2)), ([], ())],
)
def test_a_wrong_call_is_answered_too(lab, name, answers):
    report = lab.check(name, *answers)

    assert report.state == FAIL
    assert report.words


@pytest.mark.parametrize("value", ["many", True, float("inf"), [1], 10**400, EqualToEverything()])
def test_a_prediction_is_a_number(lab, tiny, value):
    assert (
        lab.predict("faults", value).words == "a prediction is one finite number of minor faults."
    )
    assert not (tiny / "evidence_tiny.json").exists()


def test_a_prediction_of_nothing_known_is_told(lab):
    assert "There is: faults." in lab.predict("ghosts", 1).words


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([*SOLVED, "q9"]), st.from_type(type).flatmap(st.from_type))
def test_nonsense_is_answered(lab, name, thing):
    assert lab.check(name, thing).state in (FAIL, NOT_STARTED, PASS)
    assert lab.predict("faults", thing).state in (FAIL, NOT_STARTED, "noted")


# ---- the surroundings
def test_the_evidence_tells_one_answer_from_a_later_one(lab, tiny):
    def digest():
        return json.loads((tiny / "evidence_tiny.json").read_text())["results"]["q1"]["digest"]

    lab.check("q1", total)
    first = digest()
    lab.check("q1", total)
    assert first == digest() != ""
    lab.check("q1", lambda numbers: 0)
    assert first != digest()


def test_a_prediction_that_stays_as_it_was_is_not_written_again(lab, tiny):
    lab.predict("faults", 7)
    before = (tiny / "evidence_tiny.json").read_text()

    lab.predict("faults", 7)

    assert before == (tiny / "evidence_tiny.json").read_text()


def test_a_question_that_this_machine_cannot_ask_is_left_out(lab, monkeypatch):
    monkeypatch.setattr("oslab.course.capabilities.missing", lambda name: f"{name} is not here.")
    object.__setattr__(lab.lab.questions["q2"], "requires", ("cgroup_cpu",))

    report = lab.check("q2", touch)

    assert str(report) == "q2 – cannot be measured here: cgroup_cpu is not here."
    assert lab.check("q2", blank_touch).state == NOT_STARTED
    lab.check("q2", touch)
    assert "0 of 7 points" in str(lab.report())


def test_without_public_cases_nothing_is_claimed(tiny):
    (tiny / "public.json").unlink()
    report = course.open("tiny").check("q1", total)

    assert report.state == UNMEASURED
    assert "public.json" in report.words


def test_a_folder_that_cannot_be_written_is_told_and_no_exception(lab, tiny, monkeypatch):
    (tiny / "evidence_tiny.json").mkdir()

    assert "could not be written" in lab.check("q1", total).words


@pytest.mark.parametrize("where", ["page", "text"])
def test_a_notebook_that_is_only_shown_keeps_nothing(tiny, monkeypatch, where):
    course.open("tiny").check("q1", total)
    (tiny / "evidence_tiny.json").rename(tiny / "kept")
    monkeypatch.setenv("OSLAB_OUTPUT", where)
    shown = course.open("tiny")

    shown.check("q1", total)

    assert not (tiny / "evidence_tiny.json").exists()
    (tiny / "kept").rename(tiny / "evidence_tiny.json")
    assert course.open("tiny").report().rows[0].state == NOT_STARTED


def test_standard_streams_are_whole_afterwards(lab, capfd):
    lab.check("q1", raises(SystemExit()))
    print("out")  # noqa: T201
    os.system("echo below")
    print("err", file=sys.stderr)  # noqa: T201

    assert capfd.readouterr() == ("out\nbelow\n", "err\n")
