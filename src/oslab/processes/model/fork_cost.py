"""What fork copies: not the memory, but the tables that say where it is."""

from __future__ import annotations

from oslab.errors import require_choice, require_number, require_whole
from oslab.processes.records.fork_cost import ANONYMOUS, HUGE, KINDS, ForkCost

_MIB = 1 << 20
_PAGE = 4096
_REACH = 2 * _MIB  # of one table of 512 entries, and of one huge page


def fork_cost(
    resident_mib: int = 1024, kind: str = ANONYMOUS, *,
    entry_ns: float = 100, table_ns: float = 0, base_us: float = 1000,
) -> ForkCost:  # fmt: skip
    """Return what fork copies for a parent with `resident_mib` MiB touched.

    Anonymous memory: every entry of every table, because each page's count of
    users must rise and its entry lose the right to write. Huge pages: one entry
    for 2 MiB, but also one empty table for each, kept ready for the day the
    huge page is split. A file mapped shared: nothing at all, since the child
    can find the pages again in the file.

    Args:
        resident_mib: 0 to 2**24.
        kind: `"anonymous"`, `"huge"` or `"shared file"`.
        entry_ns: cost of an entry: copy, count, and undo when the child ends.
        table_ns: cost of making and freeing one table page.
        base_us: cost of a parent with no memory to speak of.

    Raises:
        InvalidInput: if an argument is none of these.

    Source: mm/memory.c, `copy_page_range`, `vma_needs_copy`, `copy_present_ptes`;
    mm/huge_memory.c, `copy_huge_pmd`.
    """
    require_whole("resident_mib", resident_mib, low=0, high=1 << 24)
    require_choice("kind", kind, KINDS)
    for name, value in (("entry_ns", entry_ns), ("table_ns", table_ns), ("base_us", base_us)):
        require_number(name, value, low=0, high=1e9)
    size = resident_mib * _MIB
    tables = -(-size // _REACH)
    entries = {ANONYMOUS: size // _PAGE, HUGE: tables}.get(kind, 0)
    made = tables if kind in (ANONYMOUS, HUGE) else 0
    predicted = base_us * 1000 + entries * entry_ns + made * table_ns
    return ForkCost(kind, size, tables, entries, made, predicted)
