"""Read a submission: whatever it is, what can be read of it is read, and nothing hurts.

A submission is a notebook, a folder with one, or a zip file with one. Links are not
followed, sizes are looked at before contents, and a file that was cut off gives the
cells before the cut.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import resource
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from oslab.errors import require
from oslab.linux.procfs import stat as procfs_stat

MOST_BYTES = 32 << 20
"""Of a notebook; one with its outputs cleared has a few thousand."""
_MOST_FILES = 2_000
_MOST_CELLS = 2_000
_ROOM = 2 << 30
_GAP = re.compile(r"[\s,]*")


@dataclass(frozen=True, slots=True)
class Cell:
    """One code cell.

    Args:
        number: counted from 1 over all cells, as a reader counts them.
        source: its text.
        tags: of its metadata.
    """

    number: int
    source: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Submission:
    """What could be read.

    Args:
        student: the name of the file or folder, without its ending.
        cells: code cells in order; none if nothing could be read.
        remarks: what was wrong with the file, in sentences.
    """

    student: str
    cells: tuple[Cell, ...] = ()
    remarks: tuple[str, ...] = ()


class _Unreadable(Exception):
    pass


def read(place: Path) -> Submission:
    """Return what can be read of a submission; damage is a remark and never an error.

    Args:
        place: an `.ipynb` or `.zip` file, or a folder that holds a notebook.

    Raises:
        InvalidInput: if `place` is no Path.
    """
    require(isinstance(place, Path) and "\0" not in str(place), "place", place, "a Path")
    student = place.stem if place.suffix in (".ipynb", ".zip") else place.name
    try:
        with _bounded_memory():
            cells, remarks = parse(_bytes(place))
    except _Unreadable as error:
        return Submission(student, (), (str(error),))
    except OSError as error:
        return Submission(student, (), (f"{place.name} cannot be read ({error.strerror}).",))
    except (MemoryError, RecursionError):
        return Submission(student, (), (f"{place.name} needs too much memory to be read.",))
    return Submission(student, cells, remarks)


def parse(content: bytes) -> tuple[tuple[Cell, ...], tuple[str, ...]]:
    """Return the code cells of a notebook's bytes, and remarks on what is damaged.

    Raises:
        InvalidInput: if `content` is no bytes.
    """
    require(isinstance(content, bytes), "content", content, "bytes")
    text = content.decode("utf-8-sig", errors="replace")
    remarks = []
    try:
        held = json.loads(text)
        rows = held.get("cells") if isinstance(held, dict) else None
    except RecursionError:
        return (), ("The notebook has lists inside lists without end.",)
    except ValueError as error:
        remarks.append(f"The notebook is damaged ({str(error)[:100]}): the cells before are read.")
        rows = list(_salvaged(text))
    if not isinstance(rows, list):
        return (), ("The file is no notebook: it has no cells.",)
    if len(rows) > _MOST_CELLS:
        remarks.append(f"The notebook has {len(rows):,} cells; {_MOST_CELLS:,} are read.")
    return tuple(_code_cells(rows[:_MOST_CELLS])), tuple(remarks)


def _code_cells(rows: list[Any]) -> Iterator[Cell]:
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict) or row.get("cell_type") != "code":
            continue
        source = row.get("source", "")
        if isinstance(source, list):
            source = "".join(line for line in source if isinstance(line, str))
        metadata = row.get("metadata")
        tags = metadata.get("tags") if isinstance(metadata, dict) else None
        if isinstance(source, str):
            words = tags if isinstance(tags, list) else []
            # A lone surrogate is no text that Python could compile or a page could show.
            clean = source.encode("utf-8", errors="replace").decode()
            yield Cell(number, clean, tuple(tag for tag in words if isinstance(tag, str)))


def _salvaged(text: str) -> Iterator[Any]:
    begin = re.search(r'"cells"\s*:\s*\[', text)
    place = begin.end() if begin else len(text)
    decoder = json.JSONDecoder()
    with contextlib.suppress(ValueError, RecursionError):
        for _ in range(_MOST_CELLS):
            gap = _GAP.match(text, place)
            cell, place = decoder.raw_decode(text, gap.end() if gap else place)
            yield cell


def _bytes(place: Path) -> bytes:
    kind = os.lstat(place).st_mode
    if stat.S_ISLNK(kind):
        raise _Unreadable(f"{place.name} is a symbolic link, which is not followed.")
    if stat.S_ISDIR(kind):
        return _bytes(_notebook_in(place))
    if not stat.S_ISREG(kind):
        raise _Unreadable(f"{place.name} is no ordinary file.")
    if place.suffix == ".zip":
        return _unzipped(place)
    with os.fdopen(os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
        return _at_most(file, place.name)


def _notebook_in(folder: Path) -> Path:
    found: list[Path] = []
    for seen, entry in enumerate(os.scandir(folder)):
        if seen >= _MOST_FILES:
            raise _Unreadable(f"{folder.name} holds more than {_MOST_FILES:,} files.")
        if entry.name.endswith((".ipynb", ".zip")) and not entry.name.startswith("."):
            found.append(Path(entry.path))
    return _chosen(found, folder.name)


def _chosen(found: list[Path], where: str) -> Path:
    if not found:
        raise _Unreadable(f"{where} holds no notebook (.ipynb).")
    exact = [path for path in found if path.name == "lab.ipynb"]
    if len(found) > 1 and not exact:
        names = ", ".join(sorted(path.name for path in found)[:5])
        raise _Unreadable(f"{where} holds {len(found)} notebooks ({names}): which one counts?")
    return (exact or found)[0]


def _unzipped(place: Path) -> bytes:
    try:
        with zipfile.ZipFile(place) as archive:
            members = archive.infolist()
            if len(members) > _MOST_FILES:
                raise _Unreadable(f"{place.name} holds more than {_MOST_FILES:,} files.")
            named = {
                Path(member.filename): member
                for member in members
                if member.filename.endswith(".ipynb")
                and not Path(member.filename).name.startswith(".")
            }
            with archive.open(named[_chosen(list(named), place.name)]) as file:
                # What the archive says of its sizes is only what it says.
                return _at_most(file, place.name)
    except (zipfile.BadZipFile, ValueError, EOFError, RuntimeError, NotImplementedError) as error:
        raise _Unreadable(f"{place.name} is a damaged zip file ({str(error)[:100]}).") from error


def _at_most(file: Any, name: str) -> bytes:
    content: bytes = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise _Unreadable(
            f"{name} is larger than {MOST_BYTES >> 20} MB. Clear its outputs and hand it in again."
        )
    return content


@contextlib.contextmanager
def _bounded_memory() -> Iterator[None]:
    # A notebook of a few megabytes can hold ten million dicts: then MemoryError, not swap.
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    room = procfs_stat.read().vsize + _ROOM
    lower = [limit for limit in (soft, room) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_AS, (min(lower), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
