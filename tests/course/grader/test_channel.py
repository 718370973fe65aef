"""What comes through the pipe is plain data of a sane size, or no answer at all."""

from __future__ import annotations

import json

import pytest

from oslab.course.channel import DEEPEST, Lost, parse


def nested(depth):
    made = 1
    for _ in range(depth):
        made = [made]
    return json.dumps({"answer": made}).encode()


def test_plain_data_comes_through():
    answer = {"done": True, "answer": [1, 2.5, None, {"a": "\u00e9"}]}

    assert answer == parse(json.dumps(answer).encode())


@pytest.mark.parametrize(
    "line",
    [
        b"", b"[]", b"1", b"null", b'"done"', b"{", b"\xff", b"{}{}",
        b'{"answer": NaN}', b'{"answer": Infinity}', b'{"answer": -Infinity}',
        b'{"answer": 1e999}', b'{"answer": ' + b"9" * 10_000 + b"}",
        b"[" * 10**6, b'{"a":' * 10**5,
    ],
)  # fmt: skip
def test_anything_else_is_lost(line):
    with pytest.raises(Lost):
        parse(line)


def test_depth_is_bounded():
    parse(nested(DEEPEST - 3))
    with pytest.raises(Lost, match="lists inside lists"):
        parse(nested(DEEPEST))
