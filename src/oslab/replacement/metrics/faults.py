"""What a record says in one number, and why LRU missed."""

from __future__ import annotations

from oslab.errors import require
from oslab.replacement.records import Replacement, Residency


def miss_ratio(record: Replacement | Residency) -> float:
    """Return the share of references that fault, from 0 to 1.

    Raises:
        InvalidInput: if it is no record with references.
    """
    ok = isinstance(record, Replacement | Residency) and len(record.references) > 0
    require(ok, "record", record, "a Replacement or a Residency with references")
    return record.fault_count / len(record.references)


def reuse_distances(record: Replacement | Residency) -> tuple[int | None, ...]:
    """Return for each reference how many different pages were touched since its last touch.

    The page itself counts, so that LRU hits exactly where the distance is at most the number
    of frames; None for a first touch.

    Raises:
        InvalidInput: if it is no record with references.

    Source: Mattson et al., Evaluation Techniques for Storage Hierarchies (1970): stack distance.
    """
    ok = isinstance(record, Replacement | Residency)
    require(ok, "record", record, "a Replacement or a Residency")
    stack: list[int] = []
    found: list[int | None] = []
    for page in record.references:
        if page in stack:
            place = stack.index(page)
            found.append(place + 1)
            del stack[place]
        else:
            found.append(None)
        stack.insert(0, page)
    return tuple(found)
