"""Predictions and quizzes in the built book, by keyboard alone."""

import json
import re
import shutil

import pytest

from oslab.explore import predict

from .conftest import ROOT, served

pytestmark = pytest.mark.site
PAGE = "chapters/life.html"


def test_a_prediction_veils_the_answer_until_the_reader_commits(site, visit):
    page = visit(site + PAGE)
    asked = page.locator(".oslab-predict").first
    box = asked.locator("[name=guess]").first
    veiled = page.locator(".oslab-veiled").count()
    assert veiled >= 1

    if box.get_attribute("type") == "radio":
        box.press("Space")
    else:
        box.fill("12")
    box.press("Enter")

    assert asked.locator(".oslab-verdict").text_content().startswith("You said")
    assert page.locator(".oslab-veiled").count() < veiled
    kept = json.loads(page.evaluate("localStorage.getItem('oslab-predictions')"))
    assert len(kept) == 1
    with page.expect_download() as download:
        asked.get_by_role("button", name="Download my predictions").press("Enter")
    assert download.value.suggested_filename == "oslab-predictions.json"

    page.reload()
    again = page.locator(".oslab-predict").first
    assert again.locator(".oslab-verdict").text_content().startswith("You said")


def test_a_reader_may_skip_every_prediction(site, visit):
    page = visit(site + PAGE)
    explanation = page.locator(".cell + p.oslab-veiled").first.element_handle()
    assert not explanation.is_visible()  # it names the numbers that the outputs show

    waiting = page.locator(".oslab-skip:visible")
    while waiting.count():
        waiting.first.press("Enter")

    assert page.locator(".oslab-veiled").count() == 0
    assert explanation.is_visible()


def test_a_quiz_says_why_by_keyboard(site, visit):
    page = visit(site + PAGE)
    question = page.locator(".oslab-question").first
    check = question.locator(".oslab-check")

    check.press("Enter")
    assert question.locator(".oslab-verdict").text_content() == "Choose an answer first."
    for option, word in (("[data-right=false]", "Not so."), ("[data-right=true]", "Right.")):
        question.locator(f"{option} input").first.press("Space")
        check.press("Enter")
        assert question.locator(".oslab-verdict").text_content().startswith(word)


def test_without_script_every_answer_and_reason_can_be_read(site, visit):
    page = visit(site + PAGE, java_script_enabled=False)
    reasons = page.locator(".oslab-option details")
    reasons.first.locator("summary").click()

    assert reasons.first.locator("p").is_visible()
    assert page.locator(".oslab-predict details").first.is_visible()
    assert page.locator(".oslab-veiled").count() == 0


# ------------------------------------------------------------------ the same words in both homes
NUMBERS = (
    0, 1, -1, 2, 3, 7, 10, 999, 1000, 4109, 10**15, 10**15 + 2, 10**18, -(10**12),
    0.1, 0.5, -0.25, 0.125, 2.125, 2.375, 1 / 3, 2 / 3, 0.0005, 0.00012345, 1e-9, 1e-30,
    9.995, 99.95, 999.5, 1000.5, 1001.5, 12345.678, 1e15 + 0.5, 20.0, 1e6, 3e-5,
)  # fmt: skip
CHOICES = ("the parent", "<b>both</b>", "neither")


def _embedded(asked):
    """What the page knows of a prediction."""
    html = asked._repr_mimebundle_()["text/html"]
    return json.loads(re.search(r'json">(.*?)</script>', html, re.DOTALL)[1])


def test_the_page_and_python_give_the_same_verdict(visit, tmp_path, monkeypatch):
    monkeypatch.setenv("OSLAB_OUTPUT", "page")
    shutil.copy(ROOT / "assets/predict.js", tmp_path)
    (tmp_path / "index.html").write_text(
        '<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,">'
        '<script src="predict.js"></script>'
    )
    numbers = [predict("How many?", answer=one, unit="faults") for one in NUMBERS]
    choices = [predict("Which?", answer=one, options=CHOICES) for one in CHOICES]
    cases = [
        (asked, guess)
        for many, guesses in ((numbers, NUMBERS), (choices, CHOICES))
        for asked in many
        for guess in guesses
    ]
    # A number reaches the page as the text of a field.
    sent = [(_embedded(asked), guess) for asked, guess in cases]
    with served(tmp_path) as base:
        page = visit(base + "index.html")
        said = page.evaluate(
            """cases => cases.map(([asked, guess]) => oslab.verdict(
                asked, typeof asked.answer === 'string' ? guess : Number(String(guess))))""",
            sent,
        )

    assert [asked.verdict(guess) for asked, guess in cases] == said
    assert len(said) == len(NUMBERS) ** 2 + len(CHOICES) ** 2
