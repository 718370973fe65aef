"""A question is given the statements that it needs, and no other."""

from __future__ import annotations

import pytest

from oslab.course.notebook import Cell
from oslab.course.slices import needed, take_apart, why_missing, without_blanks


def lines(sources, *entries):
    cells = [Cell(number, source) for number, source in enumerate(sources, start=1)]
    return [one.source for one in needed(take_apart(cells), entries)]


def test_what_is_mentioned_at_any_depth_is_needed():
    sources = [
        "import math\nimport os",
        "def helper():\n    return math.pi\n\nunused = 1",
        "def f():\n    def inner():\n        return helper()\n    return inner()",
    ]

    assert ["import math", "def helper():\n    return math.pi", sources[2]] == lines(sources, "f")


@pytest.mark.parametrize(
    "change",
    ["t['a'] = 1", "t.update(a=1)", "t.x.y = 2", "del t['a']", "t += [1]", "for t in []:\n    pass",
     "if x:\n    t = 2", "with x as t:\n    pass", "(t := 3)", "a, (t, b) = x"],
)  # fmt: skip
def test_what_changes_a_needed_thing_is_needed(change):
    assert ["t = {}", change, "def f():\n    return t"] == lines(
        ["t = {}", change, "def f():\n    return t"], "f"
    )


@pytest.mark.parametrize(
    "other", ["print(f())", "f()", "while True:\n    f()", "x = f()", "assert f()"]
)
def test_what_only_uses_the_answer_is_not_needed(other):
    assert ["def f():\n    return 1"] == lines(["def f():\n    return 1", other], "f")


def test_statements_in_one_line_are_told_apart():
    assert ["x = 1", "def f():\n    return x"] == lines(
        ["x = 1; print(x); y = 2", "def f():\n    return x"], "f"
    )


def test_decorators_belong_to_what_they_decorate():
    source = "@cache\ndef f():\n    return 1"

    assert ["from functools import cache", source] == lines(
        ["from functools import cache", source], "f"
    )


def test_the_talk_with_the_lab_is_left_out():
    talk = [
        "from oslab import course\nlab = course.open('sample')",
        "lab.check('q1', f)",
        "lab.predict('x', 3)",
        "lab.report()",
    ]

    assert () == take_apart([Cell(n, source) for n, source in enumerate(talk)]).statements


def test_lines_keep_their_numbers():
    (one,) = needed(take_apart([Cell(7, "\n\n# words\n\ndef f():\n    pass")]), ["f"])

    assert (7, 5) == (one.cell, one.line)


def test_a_blank_yields_to_an_answer_and_an_answer_to_a_later_one():
    given = take_apart([Cell(1, "def f():\n    raise NotImplementedError")])
    mine = take_apart(
        [Cell(1, "def f():\n    return 1"), Cell(2, "def f():\n  raise NotImplementedError  # x")]
    )

    (one,) = without_blanks(mine, given, ["f"]).statements
    assert "def f():\n    return 1" == one.source
    assert given.statements == without_blanks(given, given, ["f"]).statements


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("x = 1", "f is not defined: was its cell deleted?"),
        ("def f(:", "cell 1, where f should be, is no Python"),
        ("def \u0192(): pass", "LATIN SMALL LETTER F WITH HOOK"),
    ],
)
def test_where_a_name_has_gone(source, words):
    assert words in why_missing(take_apart([Cell(1, source)]), "f")


def test_a_typing_error_is_guessed():
    assert "Is clock_fault meant" in why_missing(
        take_apart([Cell(1, "def clock_fault(): pass")]), "clock_faults"
    )
