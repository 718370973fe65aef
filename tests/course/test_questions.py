"""The records that a lab is made of refuse what has no meaning, and nothing else."""

import dataclasses

import pytest

from oslab.course import (
    Dialogue,
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
from oslab.errors import InvalidInput


def nothing(*_):
    return None


PURE = Pure("doubled", 2, cases=nothing, judge=nothing)
FAIR = {
    "title": "A lab",
    "chapter": "fork",
    "minutes": (45, 60),
    "why": "Because.",
    "questions": {"q1": PURE},
}
KINDS = [
    PURE,
    Dialogue("choose", 1, judge=nothing),
    Measured("count", 1, prepare=nothing, judge=nothing),
    Value("claims", 1, judge=nothing),
    Explored(("put", "get"), 1, judge=nothing),
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: type(kind).__name__)
@pytest.mark.parametrize("points", [0, -1, 101, 1.5, True, None, "1"])
def test_points_are_whole_and_few(kind, points):
    with pytest.raises(InvalidInput, match="points"):
        dataclasses.replace(kind, points=points)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: type(kind).__name__)
def test_a_question_may_have_limits_of_its_own(kind):
    own = Limits(seconds=20)
    lab = Lab(**{**FAIR, "questions": {"q1": kind, "q2": dataclasses.replace(kind, limits=own)}})

    assert lab.limits_of("q1") == Limits()
    assert lab.limits_of("q2") is own
    with pytest.raises(InvalidInput, match="limits"):
        dataclasses.replace(kind, limits=5)
    with pytest.raises(InvalidInput, match="name"):
        lab.limits_of("q3")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: type(kind).__name__)
def test_a_judge_is_a_function(kind):
    with pytest.raises(InvalidInput, match="judge"):
        dataclasses.replace(kind, judge="right")


@pytest.mark.parametrize("entry", ["", "two words", "_hidden", "for", "1st", "größe", None, 7])
def test_an_entry_is_a_plain_name(entry):
    # A look-alike letter in a name would make two names of what reads as one.
    with pytest.raises(InvalidInput, match="entry"):
        dataclasses.replace(PURE, entry=entry)


@pytest.mark.parametrize("entries", [(), "put", ("put", "put"), (7,), None])
def test_explored_takes_names_that_differ(entries):
    with pytest.raises(InvalidInput, match="entr"):
        Explored(entries, 1, judge=nothing)


@pytest.mark.parametrize("requires", ["numba", ("teleport",), (None,), 7])
def test_a_measured_question_needs_known_capabilities(requires):
    with pytest.raises(InvalidInput, match="requires"):
        Measured("count", 1, prepare=nothing, judge=nothing, requires=requires)


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        ("title", " "),
        ("chapter", "no such/page"),
        ("minutes", (44, 60)),
        ("minutes", (60, 45)),
        ("minutes", (60, 121)),
        ("minutes", 60),
        ("why", ""),
        ("questions", {}),
        ("questions", {"q1": "what?"}),
        ("questions", {"q 1": PURE}),
        ("questions", [PURE]),
        ("predictions", {"faults": 7}),
        ("limits", 5),
        ("needs", None),
        ("stretch", None),
    ],
)
def test_a_lab_is_whole(argument, value):
    with pytest.raises(InvalidInput, match=argument):
        Lab(**{**FAIR, argument: value})


def test_a_prediction_is_about_a_question_of_the_lab():
    about = Prediction("q2", "faults", answer=nothing)

    with pytest.raises(InvalidInput, match="question"):
        Lab(**FAIR, predictions={"faults": about})


def test_a_lab_does_not_change_when_the_dict_it_was_made_from_does():
    questions = {"q1": PURE}
    lab = Lab(**{**FAIR, "questions": questions})

    questions.clear()

    assert list(lab.questions) == ["q1"]
    assert lab.points == 2
    with pytest.raises(TypeError):
        lab.questions["q2"] = PURE


@pytest.mark.parametrize("limit", [field.name for field in dataclasses.fields(Limits)])
@pytest.mark.parametrize("value", [0, -1, float("nan"), float("inf"), None, "5", True])
def test_limits_are_numbers_above_nothing(limit, value):
    with pytest.raises(InvalidInput, match=limit):
        Limits(**{limit: value})


def test_counters_are_never_below_zero():
    assert Seen().minor_faults == 0
    with pytest.raises(InvalidInput, match="wall_ns"):
        Seen(wall_ns=-1)


def test_a_retry_reads_as_its_words():
    assert Retry("the disk was busy") == "the disk was busy"
    with pytest.raises(InvalidInput, match="words"):
        Retry(None)
