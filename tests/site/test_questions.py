"""Predictions and quizzes in the built book, by keyboard alone."""

import json

import pytest

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
    waiting = page.locator(".oslab-skip:visible")
    while waiting.count():
        waiting.first.press("Enter")

    assert page.locator(".oslab-veiled").count() == 0


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
