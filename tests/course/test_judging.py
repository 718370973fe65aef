"""Every kind of question is judged from plain data, and every verdict says why."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.course import Dialogue, Explored, Measured, Pure, Retry, Seen, Value, judging
from oslab.course.verdict import FAIL, NOT_STARTED, PASS, UNMEASURED, Reply, Verdict, evidence
from oslab.errors import InvalidInput, Unavailable


def equal(case, got, want):
    return None if got == want else f"should be {want}. Is every item counted?"


TOTAL = Pure("total", 2, cases=lambda rng: [], judge=equal)
ROWS = [({"numbers": []}, 0), ({"numbers": [2]}, 2), ({"numbers": [1, 2]}, 3)]
RNG = random.Random(1)


def answers(function):
    return lambda case: Reply(PASS, function(**case))


def test_a_right_answer_passes():
    assert judging.pure(TOTAL, ROWS, answers(lambda numbers: sum(n for n in numbers))) == Verdict(
        PASS
    )


def test_the_first_case_that_fails_is_shown_with_its_input_and_the_hint():
    verdict = judging.pure(TOTAL, ROWS, answers(lambda numbers: numbers.count(2)))

    assert verdict == Verdict(
        FAIL, "total(numbers=[2]) returned 1: should be 2. Is every item counted?"
    )


def test_not_implemented_at_once_is_not_started_and_later_a_failure():
    def later(case):
        return Reply(PASS, 0) if not case["numbers"] else Reply(NOT_STARTED)

    assert judging.pure(TOTAL, ROWS, lambda case: Reply(NOT_STARTED)) == Verdict(NOT_STARTED)
    verdict = judging.pure(TOTAL, ROWS, later)
    assert verdict.state == FAIL
    assert verdict.words.startswith("total(numbers=[2]) raised NotImplementedError")


def test_a_failed_call_is_shown_with_its_input():
    verdict = judging.pure(TOTAL, ROWS, lambda case: Reply(FAIL, words="raised ValueError: no"))

    assert verdict == Verdict(FAIL, "total(numbers=[]) raised ValueError: no")


def test_a_judge_that_stumbles_over_an_odd_shape_is_a_failure_in_words():
    pair = Pure("total", 2, cases=lambda rng: [], judge=lambda case, got, want: got["a"][0])

    verdict = judging.pure(pair, ROWS, answers(lambda numbers: 7))

    assert verdict.state == FAIL
    assert "shape" in verdict.words
    assert "TypeError" in verdict.words


def guess_it(ask, rng):
    secret = rng.randrange(100)
    for _ in range(20):
        guess = ask(low=0, high=100)
        if guess == secret:
            return None
    return "twenty guesses were not enough"


def test_a_dialogue_asks_and_shows_what_it_asked_last():
    question = Dialogue("guess", 3, judge=guess_it)

    verdict = judging.dialogue(question, answers(lambda low, high: -1), RNG)

    assert verdict.state == FAIL
    assert verdict.words == (
        "twenty guesses were not enough (Asked last: guess(low=0, high=100), answered -1.)"
    )
    assert judging.dialogue(question, lambda _: Reply(NOT_STARTED), RNG).state == NOT_STARTED
    whole = Dialogue("guess", 3, judge=guess_it, last=False)
    assert judging.dialogue(whole, answers(lambda low, high: -1), RNG).words == (
        "twenty guesses were not enough"
    )


def test_a_call_that_fails_ends_the_dialogue_even_if_the_judge_catches_errors():
    def careless(ask, rng):
        try:
            ask(n=1)
        except Exception:
            return

    question = Dialogue("f", 1, judge=careless)
    verdict = judging.dialogue(question, lambda _: Reply(FAIL, words="raised SystemExit"), RNG)
    assert verdict == Verdict(FAIL, "f(n=1) raised SystemExit")


def prepare(rng, folder):
    (folder / "data").write_text("abc")
    return {"path": folder / "data", "times": 2}, 3


def size(got, truth, seen):
    if got != truth:
        return "not the size"
    return None if seen.minor_faults > 3 else Retry("the kernel saw too few faults")


def test_a_disturbed_measurement_is_tried_again_and_a_wrong_answer_is_not():
    question = Measured("size", 1, prepare=prepare, judge=size, tries=4)
    seen = []

    def disturbed(case):
        seen.append(case["path"])
        return Reply(PASS, 3, seen=Seen(minor_faults=len(seen)))

    verdict = judging.measured(question, disturbed, RNG)

    assert verdict == Verdict(PASS, answer=3, seen=Seen(minor_faults=4))
    assert len(set(seen)) == 4
    seen.clear()
    wrong = judging.measured(question, lambda case: seen.append(1) or Reply(PASS, 9), RNG)
    assert wrong == Verdict(FAIL, "size(path='data', times=2) returned 9: not the size")
    assert len(seen) == 1


def test_a_measurement_that_stays_disturbed_fails_with_the_words_of_the_last_try():
    question = Measured("size", 1, prepare=prepare, judge=size, tries=2)

    verdict = judging.measured(question, lambda case: Reply(PASS, 3), RNG)

    assert verdict.state == FAIL
    assert verdict.words.endswith("the kernel saw too few faults")


def test_what_cannot_be_prepared_cannot_be_measured_here(tmp_path):
    def lacking(rng, folder):
        raise Unavailable("a disk", "Get one.")

    question = Measured("size", 1, prepare=lacking, judge=size)

    verdict = judging.measured(question, answers(len), RNG, parent=tmp_path)

    assert verdict == Verdict(UNMEASURED, "a disk is not available here. Get one.")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("stated", [None, {}, [], {"a": None}, {"a": [None, {"b": None}]}])
def test_a_value_of_nothing_but_none_is_not_started(stated):
    question = Value("claims", 1, judge=lambda value, evidence: None)
    assert judging.value(question, stated, {}) == Verdict(NOT_STARTED)


def test_a_value_is_judged_by_the_evidence():
    def agrees(stated, evidence):
        if "q2" not in evidence:
            return "there is no evidence yet: pass q2 first"
        return None if stated == evidence["q2"]["seen"]["major_faults"] else "not what you measured"

    question = Value("claim", 1, judge=agrees)
    shows = evidence(
        {"q1": Verdict(FAIL, "no"), "q2": Verdict(PASS, answer=1, seen=Seen(major_faults=7))}
    )

    assert set(shows) == {"q2"}
    assert judging.value(question, 7, shows) == Verdict(PASS, answer=7)
    assert judging.value(question, 0, shows) == Verdict(FAIL, "claim = 0: not what you measured")
    assert (
        judging.value(question, 7, {}).words == "claim = 7: there is no evidence yet: pass q2 first"
    )


def test_explored_programs_are_judged_by_name():
    question = Explored(("put", "get"), 1, judge=lambda functions, rng: functions["put"]())

    assert judging.explored(question, {"put": lambda: None, "get": print}, RNG) == Verdict(PASS)
    assert judging.explored(question, {"put": lambda: "hangs", "get": print}, RNG).state == FAIL
    with pytest.raises(InvalidInput, match="functions"):
        judging.explored(question, {"put": print}, RNG)


@given(st.integers() | st.text(), st.text(max_size=5))
def test_a_seed_gives_the_same_numbers_every_time(seed, name):
    assert judging.seeded(seed, name).random() == judging.seeded(seed, name).random()


def test_questions_have_seeds_of_their_own():
    assert judging.seeded(0, "q1").random() != judging.seeded(0, "q2").random()
