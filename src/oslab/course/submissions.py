"""Who handed in what: the entries of a folder, and names that no one can forge or confuse."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from oslab.errors import InvalidInput, require

_LOOK_ALIKE = str.maketrans(
    "авекмнорстухіјѕԁԛԝαβεηικνορτυχ", "abekmhopctyxijsdqwabenikvoptux"
)  # Cyrillic and Greek letters that a reader takes for Latin ones
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN")


@dataclass(frozen=True, slots=True)
class Entry:
    """One submission before it is opened.

    Args:
        student: by name, as it is printed; no two are the same.
        place: the file or folder.
        remarks: what is odd about the name.
    """

    student: str
    place: Path
    remarks: tuple[str, ...] = ()


def entries(folder: Path) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """Return the submissions in a folder, sorted by name, and what was passed over.

    A submission is an `.ipynb`, a `.zip` or a folder; its name is the student's.

    Raises:
        InvalidInput: if there is no such folder, or nothing in it.
    """
    require(isinstance(folder, Path), "folder", folder, "a folder, as a Path")
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208 - names, not paths
    except (OSError, ValueError) as error:
        raise InvalidInput("folder", str(folder), f"a folder of submissions ({error})") from error
    found, passed_over = [], []
    for name in names:
        place = folder / name
        known = place.suffix in (".ipynb", ".zip") or place.is_symlink() or place.is_dir()
        if name.startswith(".") or not known:
            passed_over.append(printable(name))
        else:
            found.append(place)
    require(len(found) > 0, "folder", str(folder), "a folder with .ipynb files in it")
    return _named(found), tuple(passed_over)


def printable(text: str) -> str:
    r"""Return a text that a terminal, a table and a page can show as what it is.

    >>> printable("bob\x1b[2J")
    'bob\\u001b[2J'

    Raises:
        InvalidInput: if `text` is no text.
    """
    require(isinstance(text, str), "text", text, "a text")
    text = os.fsencode(text).decode("utf-8", "replace") if _has_bytes(text) else text
    return "".join(
        char if char == "\n" or unicodedata.category(char)[0] != "C" else f"\\u{ord(char):04x}"
        for char in text
    )


def page_name(student: str) -> str:
    """Return the name of a student's page: safe in every file system, and hers alone.

    >>> page_name("alice"), page_name("../etc")
    ('alice', '-etc-f7f9121f')

    Raises:
        InvalidInput: if `student` is no text.
    """
    require(isinstance(student, str), "student", student, "a name")
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", student)[:60]
    if plain and plain == student and plain.lower() == plain:
        return plain
    digest = hashlib.sha256(student.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{plain or 'nobody'}-{digest[:8]}"


def _named(places: Sequence[Path]) -> tuple[Entry, ...]:
    stems = defaultdict(list)
    for place in places:
        ending = place.suffix if place.suffix in (".ipynb", ".zip") else ""
        stems[printable(place.name.removesuffix(ending))].append(place)
    looks = defaultdict(set)
    for name in stems:
        looks[_look(name)].add(name)
    made = []
    for name, mine in stems.items():
        others = sorted(looks[_look(name)] - {name})
        remarks = [f"The name looks like that of {', '.join(others)}."] if others else []
        scripts = sorted({script for script in _SCRIPTS for char in name if _is(char, script)})
        if len(scripts) > 1:
            remarks.append(f"The name mixes {' and '.join(scripts).lower()} letters.")
        if len(mine) > 1:
            remarks.append(f"There are {len(mine)} submissions of this name.")
        for place in mine:
            student = name if len(mine) == 1 else printable(place.name)
            made.append(Entry(student, place, tuple(remarks)))
    return tuple(sorted(made, key=lambda entry: entry.student))


def _look(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold().translate(_LOOK_ALIKE)


def _is(char: str, script: str) -> bool:
    return char.isalpha() and unicodedata.name(char, "").startswith(script)


def _has_bytes(text: str) -> bool:
    """Say whether a name of a file holds bytes that are no UTF-8."""
    return any("\udc80" <= char <= "\udcff" for char in text) and not any(
        "\ud800" <= char < "\udc80" or "\udd00" <= char <= "\udfff" for char in text
    )
