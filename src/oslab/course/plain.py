"""Data that can cross a pipe: what an answer may be made of, and how it is shown.

An answer that is plain data cannot lie: it has no `__eq__` and no `__repr__` of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from oslab.errors import InvalidInput, require, require_whole

MOST_TEXT = 4_000_000
"""Characters of JSON that one answer may take."""

_ALLOWED = "None, True, False, whole and finite numbers, texts, lists and dicts of these"


def plain(answer: object, argument: str = "answer") -> Any:
    """Return a copy of `answer` made of JSON's own types, whatever it pretends to be.

    Tuples become lists, keys become texts, numbers and arrays of numpy become
    numbers and lists. May run code of `answer`, so call it where that may run.

    Raises:
        InvalidInput: if it cannot be: another type, NaN, a circle, a text too long.

    Source: json (the standard library), `JSONEncoder`.
    """
    require(isinstance(argument, str), "argument", argument, "a text")
    try:
        text = json.dumps(answer, allow_nan=False, default=_of_numpy)
    except RecursionError:
        raise InvalidInput(argument, "...", f"{_ALLOWED}, and no circle") from None
    except (TypeError, ValueError, OverflowError) as error:
        raise InvalidInput(argument, type_name(answer), f"{_ALLOWED} ({error})") from None
    if len(text) > MOST_TEXT:
        raise InvalidInput(argument, f"{len(text):,} characters", f"at most {MOST_TEXT:,}")
    return json.loads(text)


def ordered(cases: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the cases, plain, without what repeats, the shortest in JSON first.

    Raises:
        InvalidInput: if one is no dict of plain data with texts as keys.
    """
    ok = isinstance(cases, Iterable) and not isinstance(cases, str | bytes | dict)
    require(ok, "cases", cases, "a list of cases")
    texts: dict[str, dict[str, Any]] = {}
    for case in cases:
        require(isinstance(case, dict), "cases", case, "dicts of keyword arguments")
        made = plain(case, "cases")
        require(
            all(isinstance(key, str) for key in case), "cases", case, "dicts with texts as keys"
        )
        texts.setdefault(json.dumps(made, sort_keys=True), made)
    return [texts[text] for text in sorted(texts, key=lambda text: (len(text), text))]


class Brief(str):
    """Words that stand for a value too long to show, and are shown without quotes."""

    __slots__ = ()

    def __new__(cls, words: str) -> Brief:
        """Take the words."""
        require(isinstance(words, str), "words", words, "a text")
        return super().__new__(cls, words)


def shown(value: object, width: int = 200) -> str:
    """Return plain data as Python would write it, cut in the middle if it is too long.

    Args:
        value: plain data; nothing of anything else is run, only its type is named.
        width: characters, 20 to 10000.

    Raises:
        InvalidInput: if `width` is out of range.
    """
    require_whole("width", width, low=20, high=10_000)
    text = _written(value)
    if len(text) <= width:
        return text
    # The end says as much as the beginning: how long a list went on.
    tail = width // 4
    return f"{text[: width - tail - 5]} ... {text[-tail:]}"


def call_text(entry: str, case: dict[str, Any], width: int = 300) -> str:
    """Return the call as a student would type it.

    >>> call_text("clock_faults", {"references": [1, 2], "frames": 1})
    'clock_faults(references=[1, 2], frames=1)'

    Raises:
        InvalidInput: if `entry` is no text, `case` no dict or `width` out of range.
    """
    require(isinstance(entry, str), "entry", entry, "the name of a function")
    require(isinstance(case, dict), "case", case, "a dict of keyword arguments")
    require_whole("width", width, low=20, high=10_000)
    each = max(20, width // max(1, len(case)))
    words = ", ".join(f"{name}={shown(value, each)}" for name, value in case.items())
    return f"{entry}({words})"


def type_name(value: object) -> str:
    """Return the name of the type of `value`, and run nothing of it."""
    return str(type.__getattribute__(type(value), "__name__"))


def _of_numpy(value: object) -> object:
    if type(value).__module__ == "numpy" and hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError(f"{type_name(value)} is no plain data")


def _written(value: object) -> str:
    kind = type(value)
    if kind is Brief:
        return str(value)
    if kind is list:
        return "[" + ", ".join(map(_written, value)) + "]"  # type: ignore[call-overload]
    if kind is dict:
        rows = value.items()  # type: ignore[attr-defined]
        return "{" + ", ".join(f"{_written(k)}: {_written(v)}" for k, v in rows) + "}"
    if kind in (str, int, float, bool, type(None)):
        try:
            return repr(value)
        except ValueError:  # an int with more digits than Python agrees to write
            return "a very large whole number"
    return f"<{type_name(value)}>"
