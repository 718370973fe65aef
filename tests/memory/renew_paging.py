"""Write the golden records of paging anew: `python tests/memory/renew_paging.py`."""

from __future__ import annotations

from pathlib import Path

from oslab.memory import model
from oslab.memory.model.zone import LOWEST
from oslab.memory.records.kv_cache import SCHEMES

GOLDEN = Path(__file__).parent / "golden/paging.txt"


def text() -> str:
    """Return one line a record, with all that is recorded."""
    cold = model.demand(40, "file", "read, then write", stride=3, cached=False, read_ahead=16)
    limit = model.memory_limit(12, 16, 4, swap_mib=2)
    lists = model.buddy("A 1, B 1, C 1, D 1, -A, -C, E 1", 16, 1, "pages")
    lowest = model.buddy("A 1, B 1, C 1, D 1, -A, -C, E 1", 16, 1, "pages", LOWEST)
    served = [model.kv_cache(scheme, 700, count=9, gap=2, steps=90) for scheme in SCHEMES]
    lines = [
        f"demand: {cold} | {cold.entries} | "
        + " ".join(f"{f.page}{'W' if f.write else 'R'}{'!' * f.major}{f.first}+{f.pages}"
                   for f in cold.faults),
        f"overcommit: {model.overcommit(2, 8, 2, committed_gib=1, request_gib=1)}",
        f"limit: {limit} | "
        + " ".join(f"{m.anonymous}/{m.file}/{m.swapped}/{m.reread}" for m in limit.moments),
        *(f"buddy: {one} | {[step.free for step in one.steps]}" for one in (lists, lowest)),
        f"aged: {model.aged_zone(order=8)}",
        f"slab: {model.slab(90, 80)} | {' '.join(model.slab(90, 80).slabs)}",
        *(
            f"kv cache: {one} | "
            + " ".join(f"{e.request}@{e.start}+{e.tokens}/{e.slots}" for e in one.extents)
            for one in served
        ),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    GOLDEN.write_text(text())
