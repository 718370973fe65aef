"""Page references: which page a program touched, one number after the other."""

from __future__ import annotations

from collections.abc import Iterable

from oslab.errors import InvalidInput, require

MOST_FRAMES = 1 << 40
LARGEST_PAGE = (1 << 63) - 1


def listed(references: object, argument: str = "references") -> list[int]:
    """Return references as a list of ints; an array gives up its own through `tolist`.

    Raises:
        InvalidInput: if they are no sequence of whole numbers between -2**63 and 2**63 - 1.
    """
    allowed = "page numbers: whole numbers of at most 64 bits"
    ready = not isinstance(references, str | bytes | dict | set | frozenset | type)
    require(ready, argument, references, allowed)
    made = getattr(references, "tolist", None)
    try:
        rows = made() if made is not None else references
        pages = list(rows) if isinstance(rows, Iterable) else None
    except Exception as error:
        raise InvalidInput(argument, references, allowed) from error
    if pages is None or any(kind is not int for kind in set(map(type, pages))):
        raise InvalidInput(argument, references, allowed)
    ok = not pages or (min(pages) >= ~LARGEST_PAGE and max(pages) <= LARGEST_PAGE)
    require(ok, argument, references, allowed)
    return pages
