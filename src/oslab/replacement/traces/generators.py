"""Traces that programs make, each from a seed and whole numbers alone.

All of them return a `Trace`: a sequence of pages, which the model, the fast path and the
page's own Python take alike. A Zipf exponent is a multiple of a quarter.
"""

from __future__ import annotations

from oslab.errors import InvalidInput, require, require_choice, require_number, require_whole
from oslab.replacement.traces.trace import KINDS, LONGEST, Trace


def zipf(length: int, pages: int, *, exponent: float = 1, seed: int = 0) -> Trace:
    """Return references at random, the page of rank k with weight 1 / k**exponent.

    Rows of an embedding table, words of a text, objects of a web cache.

    >>> list(zipf(8, 100))
    [36, 5, 0, 47, 9, 11, 0, 10]

    Args:
        length: references, 0 to 2**31 - 1.
        pages: 1 to 2**22; page 0 is the most popular.
        exponent: 0 (all alike) to 2, in steps of a quarter.
        seed: 0 to 2**31.

    Raises:
        InvalidInput: if a value is out of range.
    """
    quarters = _quarters(exponent)
    return _made("zipf", length, pages=pages, quarters=quarters, seed=seed)


def loop(length: int, pages: int) -> Trace:
    """Return all pages in turn, again and again: epochs over a file in its order.

    Args:
        length: references, 0 to 2**31 - 1.
        pages: 1 to 2**31.

    Raises:
        InvalidInput: if a value is out of range.
    """
    return _made("loop", length, pages=pages)


def scan(
    length: int, hot: int, cold: int, *, every: int = 4, exponent: float = 1, seed: int = 0
) -> Trace:  # fmt: skip
    """Return a busy set under Zipf, and beside it one long pass that uses nothing twice.

    Args:
        length: references, 0 to 2**31 - 1.
        hot: pages of the busy set, 1 to 2**22; they are 0 and up.
        cold: pages of the pass, after the hot ones, 1 to 2**31; then it begins again.
        every: each how many references the pass takes one, at least 2.
        exponent: of the busy set, 0 to 2, in steps of a quarter.
        seed: 0 to 2**31.

    Raises:
        InvalidInput: if a value is out of range.
    """
    quarters = _quarters(exponent)
    return _made("scan", length, hot=hot, cold=cold, every=every, quarters=quarters, seed=seed)


def drift(
    length: int, pages: int, *, every: int = 100, exponent: float = 1, seed: int = 0
) -> Trace:  # fmt: skip
    """Return references under Zipf whose favourites move on: the news of today, then tomorrow's.

    Args:
        length: references, 0 to 2**31 - 1.
        pages: how many are in favour at a time, 1 to 2**22.
        every: after so many references the first favourite is out, and all others move up.
        exponent: 0 to 2, in steps of a quarter.
        seed: 0 to 2**31.

    Raises:
        InvalidInput: if a value is out of range.
    """
    quarters = _quarters(exponent)
    return _made("drift", length, pages=pages, every=every, quarters=quarters, seed=seed)


def phases(length: int, pages: int, *, sets: int = 8, stay: int = 1_000, seed: int = 0) -> Trace:
    """Return one working set at random for a while, then the next: Denning's program.

    Args:
        length: references, 0 to 2**31 - 1.
        pages: of each set, 1 to 2**31.
        sets: how many, at least 1; after the last comes the first.
        stay: references before the program moves on, at least 1.
        seed: 0 to 2**31.

    Raises:
        InvalidInput: if a value is out of range.

    Source: Denning, The Working Set Model for Program Behavior (CACM 11, 1968).
    """
    return _made("phases", length, pages=pages, sets=sets, stay=stay, seed=seed)


def matrix(
    rows: int, columns: int, *, by: str = "rows", passes: int = 1, entry_bytes: int = 8,
    page_bytes: int = 4096,
) -> Trace:  # fmt: skip
    """Return a walk over every entry of a matrix that lies in memory row after row.

    Args:
        rows: at least 1.
        columns: at least 1.
        by: `"rows"`, along the memory, or `"columns"`, across it.
        passes: over the whole matrix, at least 1; all together at most 2**31 - 1 entries.
        entry_bytes: of an entry, 1 to 2**20.
        page_bytes: of a page, 1 to 2**31.

    Raises:
        InvalidInput: if a value is out of range.
    """
    require_choice("by", by, ("rows", "columns"))
    length = _product("passes", rows=rows, columns=columns, passes=passes)
    down = int(by == "columns")
    return _made("matrix", length, rows=rows, columns=columns, down=down,
                 entry_bytes=entry_bytes, page_bytes=page_bytes)  # fmt: skip


def dataloader(
    samples: int, epochs: int, *, pages_each: int = 1, samples_per_page: int = 1,
    shuffle: bool = True, seed: int = 0,
) -> Trace:  # fmt: skip
    """Return what a DataLoader reads: every sample once an epoch, each epoch in another order.

    Args:
        samples: of the data set, at least 1.
        epochs: at least 1; all references together at most 2**31 - 1.
        pages_each: pages of a sample, read in order, at least 1.
        samples_per_page: how many share a page, at least 1; one of the two must be 1.
        shuffle: False for the order of the file.
        seed: 0 to 2**31.

    Raises:
        InvalidInput: if a value is out of range.
    """
    require(isinstance(shuffle, bool), "shuffle", shuffle, "True or False")
    length = _product("epochs", samples=samples, pages_each=pages_each, epochs=epochs)
    require_whole("samples_per_page", samples_per_page, 1)
    ok = pages_each == 1 or samples_per_page == 1
    require(ok, "samples_per_page", samples_per_page, "1 where a sample has several pages")
    return _made("dataloader", length, samples=samples, epochs=epochs, pages_each=pages_each,
                 samples_per_page=samples_per_page, shuffle=int(shuffle), seed=seed)  # fmt: skip


def _made(kind: str, length: int, **named: int) -> Trace:
    numbers = tuple(named[name] for name in KINDS[kind].ranges)
    return Trace(kind, length, numbers)


def _quarters(exponent: float) -> int:
    require_number("exponent", exponent, 0, 2)
    if exponent * 4 != int(exponent * 4):
        raise InvalidInput("exponent", exponent, "a multiple of a quarter")
    return int(exponent * 4)


def _product(blamed: str, **factors: int) -> int:
    product = 1
    for name, factor in factors.items():
        product *= require_whole(name, factor, 1, LONGEST)
    require(product <= LONGEST, blamed, factors[blamed], f"at most {LONGEST} references in all")
    return product
