"""Whether a text that students get holds a line of a solution."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from pathlib import Path

from oslab.errors import InvalidInput, require

_SHORTEST = 24
"""Characters of a line that says something: shorter ones are anybody's."""

_ANYBODYS = ("def ", "import ", "from ", "#", "@", '"""', "class ", "for _ in range(")


def solution_lines(folder: Path) -> frozenset[str]:
    """Return the lines of a lab's solution that would give it away.

    Short lines, imports, heads of functions and what the notebook itself tells the
    student (its prose, and cells tagged `given`) are left out.

    Raises:
        InvalidInput: if `folder` is no lab with a solution.
    """
    require(isinstance(folder, Path), "folder", folder, "a lab's folder, as a Path")
    try:
        text = (folder / "_instructor" / "solution.py").read_text(encoding="utf-8")
        given = _given((folder / "lab.ipynb").read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InvalidInput("folder", str(folder), f"a lab with a solution ({error})") from error
    lines = map(_bare, text.splitlines())
    return frozenset(
        line
        for line in lines
        if len(line) >= _SHORTEST and not line.startswith(_ANYBODYS) and line not in given
    )


def leaks(text: str, lines: Iterable[str]) -> tuple[str, ...]:
    """Return which of the lines stand in a text, which may be HTML, JSON or plain.

    >>> leaks('<span>faults</span> += <b>1</b>', ["faults += 1"])
    ('faults += 1',)

    Raises:
        InvalidInput: if `text` is no text, or `lines` are no texts.
    """
    require(isinstance(text, str), "text", text, "a text")
    ok = isinstance(lines, Iterable) and not isinstance(lines, str | bytes)
    require(ok, "lines", lines, "lines of a solution")
    lines = list(lines)
    require(all(isinstance(line, str) for line in lines), "lines", lines, "lines of a solution")
    seen = _bare(html.unescape(re.sub(r"<[^<>]*>", "", text)))
    quoted = _bare(text.replace('\\"', '"').replace("\\\\", "\\"))
    return tuple(line for line in lines if line and (line in seen or line in quoted))


def _given(notebook: str) -> str:
    told = (
        "".join(cell["source"])
        for cell in json.loads(notebook)["cells"]
        if cell["cell_type"] == "markdown" or "given" in cell["metadata"].get("tags", [])
    )
    return _bare("\n".join(told))


def _bare(text: str) -> str:
    return " ".join(text.split())
