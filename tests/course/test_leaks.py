"""A line of a solution is found in whatever a student may get."""

import json

import pytest

from oslab.course import leaks
from oslab.errors import InvalidInput

SOLUTION = '''
# %% [q1]
import functools


def total(numbers):
    """Add."""
    # add the numbers up, all of them
    given = something_that_is_given()
    return functools.reduce(lambda a, b: a + b, numbers, "a" and 0)
'''
SECRET = 'return functools.reduce(lambda a, b: a + b, numbers, "a" and 0)'


@pytest.fixture
def place(tmp_path):
    (tmp_path / "_instructor").mkdir()
    (tmp_path / "_instructor/solution.py").write_text(SOLUTION)
    cell = {
        "cell_type": "code",
        "metadata": {"tags": ["given"]},
        "source": ["x = 1\n", "given = something_that_is_given()"],
    }
    (tmp_path / "lab.ipynb").write_text(json.dumps({"cells": [cell]}))
    return tmp_path


def test_only_what_gives_the_solution_away_counts(place):
    assert leaks.solution_lines(place) == {SECRET}


@pytest.mark.parametrize(
    "text",
    [
        f"some words {SECRET}\nmore",
        json.dumps({"source": ["    " + SECRET]}),
        "<span>return</span> <span>functools</span>.reduce(<b>lambda</b> a, b: a + b, numbers, "
        "&quot;a&quot; and 0)",
        SECRET.replace(" ", "\n   "),
    ],
)
def test_a_line_is_found_in_text_json_and_html(text):
    assert leaks.leaks(text, [SECRET]) == (SECRET,)


def test_other_words_are_no_leak():
    assert leaks.leaks("return functools.reduce(max, numbers)", [SECRET]) == ()


def test_a_folder_without_a_solution_is_a_wrong_question(tmp_path):
    with pytest.raises(InvalidInput, match="folder"):
        leaks.solution_lines(tmp_path)
