"""Copy-on-write after fork: who faults, and who must copy."""

from __future__ import annotations

from oslab.errors import require, require_choice, require_whole
from oslab.processes.records.copy_on_write import (
    BOTH,
    CHILD,
    PAGES_IN_HUGE_PAGE,
    PARENT,
    WRITERS,
    CopyOnWrite,
    Writing,
)

_MOST_PAGES = 1 << 28


def copy_on_write(
    pages: int = 1024, written: int = 256, writer: str = CHILD, huge: bool = False
) -> CopyOnWrite:
    """Return what happens when pages shared by fork are written, the first `written` of them.

    Fork write-protects every entry on both sides. The first to write a page
    faults and, because someone else still maps it, copies 4 KiB. The second
    faults too, finds that it is now alone, and keeps the page.

    A huge page is never copied whole: the writer's one entry is split into 512
    and the written pages are copied one by one. Being alone is then judged for
    the whole huge page: while the child still maps any part of it, the parent
    copies even those pages that the child has given up.

    Args:
        pages: of 4 KiB, 1 to 2**28.
        written: 0 to `pages`.
        writer: `"child"`, `"parent"` or `"child, then parent"` (the same pages).
        huge: whether the memory is in huge pages; `pages` is then a multiple of 512.

    Raises:
        InvalidInput: if an argument is none of these.

    Source: mm/memory.c, `do_wp_page`, `wp_can_reuse_anon_folio`; mm/huge_memory.c,
    `do_huge_pmd_wp_page`, whose fallback is `__split_huge_pmd`.
    """
    require_whole("pages", pages, low=1, high=_MOST_PAGES)
    require_whole("written", written, low=0, high=pages)
    require_choice("writer", writer, WRITERS)
    require(isinstance(huge, bool), "huge", huge, "True or False")
    whole = not huge or pages % PAGES_IN_HUGE_PAGE == 0
    require(whole, "pages", pages, f"a multiple of {PAGES_IN_HUGE_PAGE} where huge is True")
    split = -(-written // PAGES_IN_HUGE_PAGE) if huge else 0
    first = Writing(PARENT if writer == PARENT else CHILD, written, written, split)
    writings = (first, _second(written, huge)) if writer == BOTH else (first,)
    return CopyOnWrite(pages, written, huge, writings)


def _second(written: int, huge: bool) -> Writing:
    if not huge:
        return Writing(PARENT, faults=written, copied=0, split=0)
    alone, rest = divmod(written, PAGES_IN_HUGE_PAGE)
    return Writing(PARENT, faults=alone + rest, copied=rest, split=int(rest > 0))
