"""From the words of a kernel text to numbers; one voice for damaged texts.

The kernel writes ASCII digits only, so `int()` alone would be too kind: it also
takes `"1_000"`, `" 7 "` and Arabic digits, none of which a kernel ever wrote.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import TypeVar

from oslab.errors import InvalidInput, require

Record = TypeVar("Record")

_WHOLE = re.compile(r"-?[0-9]{1,20}")
_HEXADECIMAL = re.compile(r"(?:0x)?[0-9a-fA-F]{1,32}")
_MASK = re.compile(r"[0-9a-fA-F]{1,8}(?:,[0-9a-fA-F]{8}){0,2047}")
_AROUND = " \t\n\0"
"""Around a list or mask of CPUs; /sys of early 5.15 kernels ends them with a NUL."""
_HIGHEST_ID = 65_535
"""More than any CPU or node number of Linux; a damaged range must not fill memory."""


def parser(file: str) -> Callable[[Callable[[str], Record]], Callable[[str], Record]]:
    """Mark a function as the pure parser of `file`: whatever is damaged becomes InvalidInput.

    Args:
        file: where the text comes from, as the reader would type it.

    Raises:
        InvalidInput: if `file` is no text.
    """
    require(isinstance(file, str), "file", file, "the name of a file")

    def mark(parse: Callable[[str], Record]) -> Callable[[str], Record]:
        require(callable(parse), "parse", parse, "a function of one text")

        @functools.wraps(parse)
        def checked(text: str) -> Record:
            if not isinstance(text, str):
                raise InvalidInput("text", text, f"the text of {file}")
            try:
                return parse(text)
            except InvalidInput:
                raise
            except (ValueError, LookupError, OverflowError) as error:
                raise InvalidInput("text", text, f"the text of {file} ({error})") from error

        return checked

    return mark


def lines(text: str) -> list[str]:
    r"""Return the lines of `text`; unlike `str.splitlines`, only a newline ends one.

    A process may be named `"a\x0cb"`, and `splitlines` would cut there.

    Raises:
        InvalidInput: if `text` is no text.
    """
    require(isinstance(text, str), "text", text, "a text")
    return text.removesuffix("\n").split("\n") if text else []


def whole(word: str) -> int:
    """Return the whole number the kernel wrote; at most the 20 digits of 64 bits.

    >>> whole("-1"), whole("18446744073709551615")
    (-1, 18446744073709551615)

    Raises:
        InvalidInput: if `word` is anything else.
    """
    if not isinstance(word, str) or _WHOLE.fullmatch(word) is None:
        raise InvalidInput("word", word, "a whole number, as a kernel writes it")
    return int(word)


def count(word: str) -> int:
    """Return a whole number of at least 0.

    Raises:
        InvalidInput: if `word` is anything else.
    """
    number = whole(word)
    if number < 0:
        raise InvalidInput("word", word, "a whole number of at least 0")
    return number


def hexadecimal(word: str) -> int:
    """Return the number written in hexadecimal digits, with or without `0x`.

    Raises:
        InvalidInput: if `word` is anything else.
    """
    if not isinstance(word, str) or _HEXADECIMAL.fullmatch(word) is None:
        raise InvalidInput("word", word, "hexadecimal digits, as a kernel writes them")
    return int(word, 16)


def size(words: str) -> int:
    """Return bytes: the kernel's `kB` is 1024 bytes.

    >>> size("   1764 kB")
    1806336

    Raises:
        InvalidInput: if `words` is anything but a number and `kB`.
    """
    number, unit = _pair(words)
    if unit.lower() != "kb":
        raise InvalidInput("words", words, "a number and kB")
    return count(number) * 1024


def cpus(words: str) -> frozenset[int]:
    """Return the CPUs (or nodes) of a kernel list.

    >>> sorted(cpus("0-2,8"))
    [0, 1, 2, 8]
    >>> cpus("")
    frozenset()

    Raises:
        InvalidInput: if `words` is not such a list, or a number is above 65,535.

    Source: Documentation/admin-guide/cputopology.rst and lib/vsprintf.c, `bitmap_list_string`.
    """
    found: set[int] = set()
    if not isinstance(words, str):
        raise InvalidInput("words", words, "a list of CPUs, as 0-2,8")
    bare = words.strip(_AROUND)
    for part in bare.split(",") if bare else ():
        first, dash, last = part.partition("-")
        low = count(first)
        high = count(last) if dash else low
        if not low <= high <= _HIGHEST_ID:
            raise InvalidInput("words", words, "a list of CPUs, as 0-2,8")
        found.update(range(low, high + 1))
    return frozenset(found)


def mask(words: str) -> frozenset[int]:
    """Return the CPUs of a kernel mask: hexadecimal words of 32 bits, the highest first.

    >>> sorted(mask("00000001,0000000c"))
    [2, 3, 32]

    Raises:
        InvalidInput: if `words` is not such a mask.

    Source: lib/vsprintf.c, `bitmap_string`.
    """
    if not isinstance(words, str) or _MASK.fullmatch(words.strip(_AROUND)) is None:
        raise InvalidInput("words", words, "hexadecimal words, as 00000000,0000000f")
    bits = 0
    for word in words.strip(_AROUND).split(","):
        bits = bits << 32 | int(word, 16)
    return frozenset(number for number in range(bits.bit_length()) if bits >> number & 1)


def choice(words: str) -> tuple[str, tuple[str, ...]]:
    """Return the choice in brackets, and all choices.

    >>> choice("always [madvise] never")
    ('madvise', ('always', 'madvise', 'never'))

    Raises:
        InvalidInput: if not exactly one is in brackets; a lone word needs none.
    """
    parts = words.split() if isinstance(words, str) else []
    chosen = [part[1:-1] for part in parts if part[0] == "[" and part[-1] == "]"]
    if len(parts) == 1 and not chosen:
        chosen = parts
    if len(chosen) != 1 or not chosen[0]:
        raise InvalidInput("words", words, "words, the chosen one in [brackets]")
    return chosen[0], tuple(part.strip("[]") for part in parts)


def named(text: str) -> dict[str, str]:
    """Return `Name: value` lines as a mapping; blanks around values and empty lines are dropped.

    Raises:
        InvalidInput: if a line has no colon, or a name comes twice.
    """
    found: dict[str, str] = {}
    for line in filter(None, lines(text)):
        name, colon, value = line.partition(":")
        name = name.strip()
        if not colon or not name or name in found:
            raise InvalidInput("line", line, "Name: value, each name once")
        found[name] = value.strip(" \t")
    return found


def _pair(words: str) -> tuple[str, str]:
    parts = words.split() if isinstance(words, str) else []
    if len(parts) != 2:
        raise InvalidInput("words", words, "a number and kB")
    return parts[0], parts[1]
