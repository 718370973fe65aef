"""Mutants: each changes one thing, has a name that lasts, and is Python."""

from __future__ import annotations

import ast

import pytest

from oslab.course.mutants import mutants
from oslab.errors import InvalidInput


def changes(source):
    return [(one.line, one.what) for one in mutants(source)]


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("x = 1", {"1 becomes 2", "1 becomes 0"}),
        ("x = True", {"True becomes False"}),
        ("x = 0.5", {"0.5 becomes 1.0"}),
        ("x = a < b", {"< becomes <=", "< becomes >"}),
        ("x = a == b", {"== becomes !="}),
        ("x = a not in b", {"not in becomes in"}),
        ("x = a is None", {"is becomes is not"}),
        ("x = a + b", {"+ becomes -"}),
        ("x = a // b % c", {"// becomes *", "% becomes //"}),
        ("x = a and b", {"and becomes or"}),
        ("x = not a", {"not is dropped"}),
        ("x = -a", {"the minus is dropped"}),
        ("x += a", {"+ becomes -", "is dropped"}),
        ("x = a if b else c", {"the condition is negated"}),
        ("while a:\n    break", {"the condition is negated", "break becomes continue"}),
        ("f(a, b)", {"the first two arguments are swapped", "is dropped"}),
        ("x = f(a, a)", set()),
        ("x = max(a)", {"max becomes min"}),
        ("x[a] = b", {"is dropped"}),
        ("del x[a]", {"is dropped"}),
        ("x = a\nx = b", {"is dropped"}),
        ("for i in range(n):\n    pass", {"the range ends +1", "the range ends -1"}),
        ("def f():\n    yield a", {"is dropped"}),
        ("x = 'text'", set()),
        ('"""Words."""', set()),
    ],
)
def test_what_is_changed(source, what):
    assert what == {one.what for one in mutants(source)}


SOURCE = """
def clock(pages, frames):
    hand = 0
    for page in pages:
        if page < frames and hand != 3:
            hand = (hand + 1) % frames
            hand = (hand + 1) % frames
    return hand
"""


def test_each_is_another_program_than_the_reference_and_than_the_others():
    sources = [one.source for one in mutants(SOURCE)]

    assert len(sources) == len(set(sources))
    assert ast.unparse(ast.parse(SOURCE)) not in sources
    for source in sources:
        ast.parse(source)


def test_names_are_unique_and_survive_lines_above():
    names = changes(SOURCE)

    assert len(names) == len(set(names))
    assert names == changes("import math\n\n\n" + SOURCE)
    assert ("hand = (hand + 1) % frames", "+ becomes - (2)") in names
    twice = changes("x = f(1) + g(1)\n")
    assert ("x = f(1) + g(1)", "1 becomes 2 (2)") in twice


def test_what_is_no_python_has_none():
    with pytest.raises(InvalidInput):
        mutants("def f(:")
