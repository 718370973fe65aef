"""Traces of libCacheSim: its csv and its oracleGeneral files, read into arrays, and written.

An oracleGeneral file is a row of records of 24 bytes, little-endian: time (32 bits), object
(64), size (32), and when the object is asked for next (64, signed), counted from 1; -1 for
never, -2 for unknown. It is not compressed: `zstd -d` comes first.

Source: libCacheSim, traceReader/customizedReader/oracle/oracleGeneralBin.h, and for the csv
traceReader/generalReader/csv.c and doc/quickstart_cachesim.md.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from oslab.errors import InvalidInput, require, require_whole
from oslab.replacement.fast.pages import array, numbered

_RECORD = np.dtype([("time", "<u4"), ("object", "<u8"), ("size", "<u4"), ("next", "<i8")])
_NEVER, _UNKNOWN, _ENDLESS = -1, -2, 2**63 - 1
_DELIMITERS = "\t,|:"


def read_oracle_general(path: str | os.PathLike[str]) -> NDArray[np.int64]:
    """Return the objects of an oracleGeneral file, in order; sizes and times are left out.

    Objects from 2**63 on become negative numbers: they stay different from all others.

    Args:
        path: of the file, unpacked.

    Raises:
        InvalidInput: if it cannot be read, is no row of whole records, or says of an object
            that it comes again where another one comes.
    """
    raw = _read(path)
    size = _RECORD.itemsize
    whole = len(raw) % size == 0 and len(raw) > 0
    require(whole, "path", path, f"a file of records of {size} bytes; it has {len(raw)} bytes")
    records = np.frombuffer(raw, _RECORD)
    coming = records["next"]
    place = np.arange(len(records))
    known = (coming != _NEVER) & (coming != _UNKNOWN) & (coming != _ENDLESS)
    wrong = known & (coming < place + 2)
    inside = known & ~wrong & (coming <= len(records))
    objects = records["object"]
    wrong[inside] = objects[coming[inside] - 1] != objects[inside]
    if wrong.any():
        raise InvalidInput("path", path, f"undamaged; record {int(wrong.argmax())} is not")
    return objects.astype(np.uint64).view(np.int64)


def write_oracle_general(path: str | os.PathLike[str], references: object) -> None:
    """Write references as an oracleGeneral file, all of size 1, a thousand a second.

    Args:
        path: of the file; it is replaced.
        references: page numbers in order of touch.

    Raises:
        InvalidInput: if they are no pages, or the file cannot be written.
    """
    pages = array(references)
    records = np.zeros(len(pages), _RECORD)
    records["object"] = pages.view(np.uint64)
    records["size"] = 1
    records["time"] = np.arange(len(pages)) // 1000
    records["next"] = _NEVER
    order = np.argsort(numbered(pages)[0], kind="stable")
    again = pages[order[1:]] == pages[order[:-1]]
    records["next"][order[:-1][again]] = order[1:][again] + 1
    try:
        Path(_named(path)).write_bytes(records.tobytes())
    except (OSError, ValueError) as error:
        raise InvalidInput("path", path, "a file that can be written") from error


def read_csv(
    path: str | os.PathLike[str], column: int, *,
    delimiter: str | None = None, header: bool | None = None,
) -> NDArray[np.int64]:  # fmt: skip
    """Return the objects of a csv file, in order.

    Objects that are all whole numbers below 2**64 stay numbers, those from 2**63 on negative.
    If one of them is not, each gets a number in order of first touch.

    Args:
        path: of the file, in UTF-8.
        column: where the objects stand, the first column being 1 (`obj-id-col`).
        delimiter: one character; None takes the likeliest of tab, comma, bar and colon.
        header: whether the first line names the columns; None looks whether it holds more
            letters than digits, as libCacheSim does.

    Raises:
        InvalidInput: if the file cannot be read, has no reference, or a row lacks the column.
    """
    require_whole("column", column, 1, 10_000)
    ok = delimiter is None or (isinstance(delimiter, str) and len(delimiter) == 1)
    require(ok and delimiter not in ("\n", "\r", '"'), "delimiter", delimiter, "one character")
    require(header is None or isinstance(header, bool), "header", header, "True, False or None")
    try:
        lines = _read(path).decode().splitlines()
        first = lines[0] if lines else ""
        mark = delimiter or max(_DELIMITERS, key=first.count)
        rows = list(csv.reader(lines, delimiter=mark, strict=True))
    except (UnicodeDecodeError, csv.Error, ValueError, TypeError) as error:
        raise InvalidInput("path", path, f"a csv file in UTF-8 ({error})") from error
    letters = sum(map(str.isalpha, first)) > sum(map(str.isdigit, first))
    named = int(letters if header is None else header)
    objects = []
    for line, row in enumerate(rows[named:], named + 1):
        full = len(row) >= column and row[column - 1].strip() != ""
        require(full, "path", path, f"{column} columns in every row; row {line} has {len(row)}")
        objects.append(row[column - 1].strip())
    require(len(objects) > 0, "path", path, "a file with at least one reference")
    return _as_numbers(objects)


def _as_numbers(objects: list[str]) -> NDArray[np.int64]:
    if all(one.isascii() and one.isdecimal() and len(one) <= 20 for one in objects):
        numbers = [int(one) for one in objects]
        if max(numbers) < 2**64:
            return np.array(numbers, np.uint64).view(np.int64)
    first: dict[str, int] = {}
    return np.array([first.setdefault(one, len(first)) for one in objects], np.int64)


def _read(path: str | os.PathLike[str]) -> bytes:
    try:
        return Path(_named(path)).read_bytes()
    except (OSError, ValueError) as error:
        raise InvalidInput("path", path, f"a file that can be read ({error})") from error


def _named(path: str | os.PathLike[str]) -> str:
    ok = isinstance(path, str | os.PathLike) and isinstance(os.fspath(path), str)
    require(ok and os.fspath(path) != "", "path", path, "the name of a file")
    return os.fspath(path)
