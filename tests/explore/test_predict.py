"""A prediction: asked, compared in words, and silent about its answer under nbval."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput
from oslab.explore.prediction import predict


@pytest.mark.parametrize(
    ("guess", "sentence"),
    [
        (10, "You said 10; the answer is 10 faults: exact."),
        (5, "You said 5; the answer is 10 faults: 2.00 times too low."),
        (4000, "You said 4000; the answer is 10 faults: 400 times too high."),
        (0, "You said 0; the answer is 10 faults."),
        (-1.5, "You said -1.50; the answer is 10 faults."),
    ],
)
def test_a_number_is_set_beside_the_answer(guess, sentence):
    assert predict("How many?", answer=10, unit="faults").verdict(guess) == sentence


def test_a_choice_is_set_beside_the_answer():
    asked = predict("Which?", answer="fork", options=["fork", "vfork"])

    assert asked.verdict("fork") == "You said “fork”, and so it is."
    assert asked.verdict("vfork") == "You said “vfork”. The answer: “fork”."
    with pytest.raises(InvalidInput, match="guess='clone'"):
        asked.verdict("clone")


@given(st.floats(allow_nan=False, allow_infinity=False), st.floats(-1e300, 1e300))
def test_every_finite_guess_gets_a_sentence(answer, guess):
    assert predict("How many?", answer=answer).verdict(guess).startswith("You said")


@pytest.mark.parametrize(
    "wrong",
    [
        {"answer": float("nan")},
        {"answer": "four"},
        {"answer": None},
        {"answer": "a", "options": ["b", "c"]},
        {"answer": "b", "options": ["b", "b"]},
        {"answer": "b", "options": ["b"]},
        {"answer": "b", "options": "bc"},
        {"answer": 1, "unit": 3},
        {"answer": 1, "hides": 0},
        {"answer": 1, "hides": True},
    ],
)
def test_a_wrong_question_is_refused(wrong):
    with pytest.raises(InvalidInput):
        predict("How many?", **wrong)


def test_a_question_asks():
    with pytest.raises(InvalidInput, match="question mark"):
        predict("Say how many.", answer=1)


def test_nbval_sees_the_question_and_not_the_answer(monkeypatch):
    monkeypatch.setenv("OSLAB_OUTPUT", "text")
    bundle = predict("How many?", answer=4109, unit="faults")._repr_mimebundle_()

    assert bundle == {"text/plain": "Predict: How many? (in faults)"}


def test_the_page_escapes_words_and_keeps_the_answer_for_readers_without_script(monkeypatch):
    monkeypatch.setenv("OSLAB_OUTPUT", "page")
    asked = predict("Is 1 < 2 </script>?", answer="<yes>", options=["<yes>", "no"])
    html = asked._repr_mimebundle_()["text/html"]

    data = json.loads(re.search(r'<script type="application/json">(.*?)</script>', html)[1])
    assert data["question"] == "Is 1 < 2 </script>?"
    assert "<details><summary>The answer</summary><p>&lt;yes&gt;</p></details>" in html


def test_in_jupyter_a_widget_asks_and_compares():
    ipywidgets = pytest.importorskip("ipywidgets")
    from oslab.explore import prediction

    made = []
    original = ipywidgets.VBox
    ipywidgets.VBox = lambda children: made.append(children) or original(children)
    try:
        prediction._widget(predict("How many?", answer=10, unit="faults"))
    finally:
        ipywidgets.VBox = original
    _, guess, commit, verdict = made[0]
    guess.value = 20
    commit.click()

    assert verdict.value == "You said 20; the answer is 10 faults: 2.00 times too high."
