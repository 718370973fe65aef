"""Quizzes: one source, three outlets, and nothing wrong gets in."""

import json
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab import quiz
from oslab.errors import InvalidInput

TEXT = """
title = "Fork & friends"

[[question]]
name = "copy"
stem = "What does `fork` copy at once, if a < b?"
[[question.option]]
text = "The page tables"
right = true
because = "Entries are copied, pages are shared."
[[question.option]]
text = "All <b>memory</b>"
because = "Pages are shared until one side writes."
"""


def test_a_quiz_is_read_whole():
    read = quiz.parse(TEXT)

    assert read.title == "Fork & friends"
    assert [option.right for option in read.questions[0].options] == [True, False]
    assert str(read) == "Quiz: Fork & friends\n1. What does `fork` copy at once, if a < b?"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("right = true", "", "one is right (0 are)"),
        ('because = "Pages', 'right = true\nbecause = "Pages', "one is right (2 are)"),
        ('because = "Entries are copied, pages are shared."', "", "an option of 'copy'"),
        ("[[question]]", "[question]", "a [[question]] table"),
        ('title = "Fork & friends"', "", "given for the quiz"),
        ("right = true", 'right = "yes"', "true or false"),
        ('"All <b>memory</b>"', '"The page tables"', "different from each other"),
        ("[[question.option]]", "[[", "TOML"),
        ('stem = "What does `fork` copy at once, if a < b?"', 'stem = " "', "a text"),
    ],
)
def test_a_damaged_quiz_is_refused_with_the_place(old, new, complaint):
    with pytest.raises(InvalidInput, match="must be") as refused:
        quiz.parse(TEXT.replace(old, new))

    assert complaint in str(refused.value)


def test_a_missing_file_is_bad_input(tmp_path):
    with pytest.raises(InvalidInput, match="a readable TOML file"):
        quiz.read(tmp_path / "none.toml")


@given(st.text())
def test_any_text_is_a_quiz_or_bad_input(text):
    with pytest.raises(InvalidInput):
        quiz.parse(text)


def test_the_page_shows_every_reason_and_escapes_the_authors_words():
    html = quiz.parse(TEXT)._repr_mimebundle_()["text/html"]
    HTMLParser().feed(html)

    assert "<code>fork</code> copy at once, if a &lt; b?" in html
    assert "All &lt;b&gt;memory&lt;/b&gt;" in html
    assert html.count("<details>") == html.count('type="radio"') == 2
    assert "Pages are shared until one side writes." in html


def test_stars_emphasize_but_not_in_code_nor_in_arithmetic():
    text = TEXT.replace("Entries are copied", "*Entries* of `a *b* c` in 2 * 3 * 4 are copied")

    html = quiz.parse(text)._repr_mimebundle_()["text/html"]

    assert "<em>Entries</em> of <code>a *b* c</code> in 2 * 3 * 4 are" in html


def test_nbval_sees_the_questions_and_not_the_answers(monkeypatch):
    monkeypatch.setenv("OSLAB_OUTPUT", "text")

    assert list(quiz.parse(TEXT)._repr_mimebundle_()) == ["text/plain"]


def test_the_json_bank_holds_everything():
    bank = json.loads(quiz.parse(TEXT).to_json())

    assert bank["questions"][0]["options"][1] == {
        "text": "All <b>memory</b>",
        "right": False,
        "because": "Pages are shared until one side writes.",
    }


def test_the_moodle_bank_grades_the_right_option_and_explains_each():
    bank = ElementTree.fromstring(quiz.parse(TEXT).to_moodle())

    answers = bank.findall("question/answer")
    assert [answer.get("fraction") for answer in answers] == ["100", "0"]
    assert bank.find("question").get("type") == "multichoice"
    assert answers[1].find("text").text == "All &lt;b&gt;memory&lt;/b&gt;"
    assert answers[1].find("feedback/text").text == "Pages are shared until one side writes."
