"""A lab's folder: where it is, what its checks ask, and the public answers.

`checks.py` is ours and runs with all rights; `public.json` holds the public cases
and what the reference answered, so a student's copy needs no solution.
"""

from __future__ import annotations

import json
import linecache
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from oslab.course.assignment import Lab
from oslab.course.questions import Case, require_name
from oslab.errors import InvalidInput, Unavailable, require

SCHEMA = 1
PUBLIC_SEED = 0

Rows = list[tuple[Case, Any]]


def find(name: str, start: Path | None = None) -> Path:
    """Return the folder of the lab called `name`.

    It is looked for from `start` upwards: `start` itself, and `labs/` there and above.

    Args:
        name: such as "clock".
        start: the current folder if None.

    Raises:
        InvalidInput: if `name` is no name or `start` no Path.
        Unavailable: if there is no such lab.
    """
    require_name("name", name)
    require(start is None or isinstance(start, Path), "start", start, "a folder, as a Path")
    start = (start or Path.cwd()).absolute()
    for base in (start, *start.parents):
        for folder in (base, base / name, base / "labs" / name):
            if folder.name == name and (folder / "checks.py").is_file():
                return folder
    raise Unavailable(
        f"the lab '{name}'",
        f"Open its notebook inside labs/{name}/ of a copy of the book, where checks.py is.",
    )


def every(start: Path | None = None) -> tuple[Path, ...]:
    """Return the folders of all labs, sorted by name.

    Args:
        start: a folder with labs in it, or with `labs/` in it or above it; the
            current folder if None.

    Raises:
        InvalidInput: if `start` is no Path.
    """
    require(start is None or isinstance(start, Path), "start", start, "a folder, as a Path")
    start = (start or Path.cwd()).absolute()
    for base in (start, *(place / "labs" for place in (start, *start.parents))):
        found = sorted(checks.parent for checks in base.glob("*/checks.py"))
        if found:
            return tuple(found)
    return ()


def read(folder: Path) -> Lab:
    """Run a lab's `checks.py` and return its LAB; nothing is left behind in the folder.

    Raises:
        InvalidInput: if there is no such file, or it makes no `LAB = Lab(...)`.
    """
    require(isinstance(folder, Path), "folder", folder, "a lab's folder, as a Path")
    place = folder / "checks.py"
    try:
        source = place.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise InvalidInput("folder", str(folder), f"a lab's folder ({error})") from error
    # Not imported: that would write bytecode beside the student's notebook.
    module = ModuleType(f"oslab_lab_{folder.name}")
    module.__file__ = str(place)
    linecache.cache[str(place)] = (len(source), None, source.splitlines(keepends=True), str(place))
    sys.modules[module.__name__] = module  # dataclasses look their module up
    exec(compile(source, str(place), "exec"), module.__dict__)  # noqa: S102
    lab = getattr(module, "LAB", None)
    if not isinstance(lab, Lab):
        raise InvalidInput("folder", str(folder), "a folder whose checks.py makes LAB = Lab(...)")
    return lab


def read_public(folder: Path) -> dict[str, Rows]:
    """Return the public cases and answers of every question that has some.

    Raises:
        InvalidInput: if `folder` is no Path, or `public.json` is not what
            `write_public` writes; a folder without the file has none.
    """
    require(isinstance(folder, Path), "folder", folder, "a lab's folder, as a Path")
    place = folder / "public.json"
    try:
        if not place.is_file():
            return {}
        held = json.loads(place.read_text(encoding="utf-8"))
        require(held["schema"] == SCHEMA, "schema", held["schema"], str(SCHEMA))
        return {
            name: [(row["case"], row["want"]) for row in rows]
            for name, rows in held["questions"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        words = f"a folder whose public.json can be read ({type(error).__name__}: {error})"
        raise InvalidInput("folder", str(folder), words) from error


def write_public(folder: Path, questions: Mapping[str, Iterable[tuple[Case, Any]]]) -> None:
    """Write `public.json`, a case a line.

    Args:
        folder: the lab's.
        questions: name -> pairs of a case and the reference's answer, plain.

    Raises:
        InvalidInput: if an argument is not what it says.
    """
    require(isinstance(folder, Path), "folder", folder, "a lab's folder, as a Path")
    require(isinstance(questions, Mapping), "questions", questions, "rows by question")
    parts = []
    for name, rows in questions.items():
        require_name("questions", name)
        ok = isinstance(rows, Iterable) and not isinstance(rows, str | bytes)
        require(ok, "questions", rows, "pairs of a case and an answer")
        lines = [json.dumps({"case": case, "want": want}) for case, want in rows]
        parts.append(f'  "{name}": [\n   ' + ",\n   ".join(lines) + "\n  ]")
    body = ",\n".join(parts)
    text = f'{{\n "schema": {SCHEMA},\n "seed": {PUBLIC_SEED},\n "questions": {{\n{body}\n }}\n}}\n'
    (folder / "public.json").write_text(text, encoding="utf-8")
