"""What `oslab record` runs, for machines that cannot answer."""

from __future__ import annotations

from collections.abc import Callable

from oslab.measurement import Measurement
from oslab.memory import measure
from oslab.memory.measure import translation_folklore

RECORDED: dict[str, Callable[[], tuple[Measurement, ...]]] = {
    "memory.batches": measure.batches,
    "memory.crawl": measure.crawl,
    "memory.device": lambda: measure.device(by=("oslab", "fio")),
    "memory.fault_around": measure.fault_around,
    "memory.faults": measure.faults,
    "memory.free_blocks": measure.free_blocks,
    "memory.huge_pages": measure.huge_pages,
    "memory.ladder": measure.ladder,
    "memory.memory_limit": measure.memory_limit,
    "memory.memory_limit_cold": lambda: measure.memory_limit(hot=False),
    "memory.overcommit": measure.overcommit,
    "memory.overcommit_modes": measure.overcommit_modes,
    "memory.page_faults": measure.page_faults,
    "memory.page_table_size": measure.page_table_size,
    "memory.slab": lambda: measure.slab(objects=50_000),
    "memory.slab_layout_fit": measure.slab_layout_fit,
    "memory.swap": measure.swap,
    "memory.tlb_reach": measure.tlb_reach,
    "memory.translation": measure.translation,
    "memory.translation_huge": lambda: measure.translation(kind="huge"),
    "memory.walk_cost": lambda: (translation_folklore.walk_cost(),),
    "memory.zero_page": measure.zero_page,
    "memory.zero_page_huge": lambda: measure.zero_page(kind="huge"),
}
