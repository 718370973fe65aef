"""Fetch the files of a folder of /sys; each is one value."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from oslab.errors import InvalidInput, Unavailable, require
from oslab.linux.procfs.fetch import folder

SYS = Path("/sys")

Files = Mapping[str, str]
"""Names of files, and their texts."""

Record = TypeVar("Record")


def parser(place: str) -> Callable[[Callable[[Files], Record]], Callable[[Files], Record]]:
    """Mark a function as the pure parser of a folder: what is damaged becomes InvalidInput.

    Args:
        place: the folder, as the reader would type it.

    Raises:
        InvalidInput: if `place` is no text.
    """
    require(isinstance(place, str), "place", place, "the name of a folder")

    def mark(parse: Callable[[Files], Record]) -> Callable[[Files], Record]:
        require(callable(parse), "parse", parse, "a function of files")

        @functools.wraps(parse)
        def checked(files: Files) -> Record:
            if not isinstance(files, Mapping):
                raise InvalidInput("files", files, f"names and texts of {place}")
            for pair in files.items():
                if not all(isinstance(word, str) for word in pair):
                    raise InvalidInput("files", pair, f"names and texts of {place}")
            try:
                return parse(files)
            except InvalidInput:
                raise
            except (ValueError, LookupError, OverflowError) as error:
                raise InvalidInput("files", dict(files), f"{place} ({error!r})") from error

        return checked

    return mark


def texts(place: Path, names: Iterable[str]) -> dict[str, str]:
    """Return those of the named files that this machine has and lets us read.

    Raises:
        InvalidInput: if `place` is no path or a name is no name.
    """
    place = folder("place", place)
    if isinstance(names, str) or not isinstance(names, Iterable):
        raise InvalidInput("names", names, "names of files")
    found: dict[str, str] = {}
    for name in names:
        folder("names", name)
        # Drivers may refuse a single value (EINVAL, ENODATA); the others still count.
        try:
            found[name] = (place / name).read_text(encoding="utf-8", errors="surrogateescape")
        except OSError:
            continue
    return found


def value(place: Path) -> str:
    """Return the text of one file, without the newline.

    Raises:
        InvalidInput: if `place` is no path.
        Unavailable: if this machine does not have it, or not for us.
    """
    place = folder("place", place)
    try:
        return place.read_text(encoding="utf-8", errors="surrogateescape").strip()
    except OSError as error:
        raise Unavailable(
            str(place), f"The kernel or the (virtual) machine does not offer it: {error.strerror}."
        ) from error


def numbered(place: Path, prefix: str) -> dict[int, Path]:
    """Return the folders `prefix` and a number, such as `cpu7`, by rising number.

    Raises:
        InvalidInput: if `place` is no path or `prefix` no text.
    """
    require(isinstance(prefix, str), "prefix", prefix, "the name before the number")
    shape = re.compile(re.escape(prefix) + r"([0-9]{1,12})")
    matches = [shape.fullmatch(name) for name in listed(place)]
    found = {int(match[1]): place / match[0] for match in matches if match is not None}
    return dict(sorted(found.items()))


def listed(place: Path) -> tuple[str, ...]:
    """Return the names in a folder in alphabetical order; none if there is no such folder.

    Raises:
        InvalidInput: if `place` is no path.
    """
    try:
        return tuple(sorted(entry.name for entry in folder("place", place).iterdir()))
    except OSError:
        return ()


def tree(sys: Path | str, *parts: str) -> Path:
    """Return the folder `parts` below `sys`.

    Raises:
        InvalidInput: if `sys` is no path, or a part no name.
    """
    for part in parts:
        folder("parts", part)
    return folder("sys", sys).joinpath(*parts)
