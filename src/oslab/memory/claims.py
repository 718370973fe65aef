"""Folklore of this room, each sentence with a bound and a measurement."""

from __future__ import annotations

from oslab.claim import Claim
from oslab.memory.measure import translation_folklore

CLAIMS: tuple[Claim, ...] = (
    Claim(
        name="memory.a_tlb_miss_costs_four_memory_accesses",
        sentence="A TLB miss costs four memory accesses.",
        source="Courses, from the four levels of x86-64; Intel SDM volume 3A, 4.10.3, has the "
        "caches that make it fewer; read as the time of at least four loads from memory",
        protocol="One line in each of 8,192 pages, against as many side by side; what translation "
        "adds, over a load from 128 MiB.",
        unit="loads from memory", low=4, high=None,
        measure=translation_folklore.walk_cost,
    ),
    Claim(
        name="memory.page_tables_are_negligible",
        sentence="Page tables are negligible: eight bytes for each page of 4 KiB.",
        source="Arithmetic of dense memory, 0.2 %; here 'negligible' is read as at most 1 %",
        protocol="One page touched in every 2 MiB of 1 GiB; growth of VmPTE over memory touched.",
        unit="%", low=None, high=1,
        measure=translation_folklore.sparse_table_share,
    ),
    Claim(
        name="memory.huge_pages_shrink_page_tables",
        sentence="Huge pages shrink the page tables 512 times.",
        source="Arithmetic; mm/huge_memory.c, __do_huge_pmd_anonymous_page, sets a table aside "
        "for each; read as to at most a half",
        protocol="Growth of VmPTE for 64 MiB with transparent huge pages over without.",
        unit="times", low=None, high=0.5,
        measure=translation_folklore.huge_table_ratio,
    ),
    Claim(
        name="memory.neighbours_are_neighbours_in_memory",
        sentence="An array that is contiguous in a program is contiguous in memory.",
        source="A common picture of arrays; read as at least 90 % of its 4 KiB pages",
        protocol="512 neighbouring pages; the share whose frame follows the one before.",
        unit="%", low=90, high=None,
        measure=translation_folklore.contiguous_share,
    ),
    Claim(
        name="memory.virtual_size_is_memory_in_use",
        sentence="VIRT in top is the memory that a process uses.",
        source="A reading of top(1) that its own page warns of; read as at least 90 % present",
        protocol="Present pages of this process over the sizes of all its areas.",
        unit="%", low=90, high=None,
        measure=translation_folklore.present_share,
    ),
)  # fmt: skip
