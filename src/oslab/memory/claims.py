"""Folklore of this room, each sentence with a bound and a measurement."""

from __future__ import annotations

from oslab.claim import Claim
from oslab.memory.measure import demand_folklore, mapped_folklore, translation_folklore
from oslab.memory.measure.slab import slabs_of_a_quarter

CLAIMS: tuple[Claim, ...] = (
    Claim(
        name="memory.a_tlb_miss_costs_four_memory_accesses",
        sentence="A TLB miss costs four memory accesses.",
        source="Courses, from the four levels of x86-64; Intel SDM volume 3A, 4.10.3, has the "
        "caches that make it fewer; read as the time of at least four loads from memory",
        protocol="One line in each of 6,144 pages, against as many side by side; what translation "
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
    Claim(
        name="memory.l1_takes_half_a_nanosecond",
        sentence="A load from the L1 cache takes 0.5 ns.",
        source="J. Dean, keynote at LADIS 2009, and slides ever since; read as 0.25 "
        "to 0.75 ns. Four or five cycles are more at 5 GHz and below",
        protocol="Pointer chase through 16 KiB, the least of five.",
        unit="ns", low=0.25, high=0.75,
        measure=demand_folklore.nearest_load,
    ),
    Claim(
        name="memory.memory_takes_100_ns",
        sentence="A load from main memory takes 100 ns.",
        source="J. Dean, keynote at LADIS 2009; read as 50 to 200 ns",
        protocol="Pointer chase through 128 MiB, the least of three.",
        unit="ns", low=50, high=200,
        measure=demand_folklore.farthest_load,
    ),
    Claim(
        name="memory.a_fault_maps_a_page",
        sentence="A page fault maps a page.",
        source="Textbook pictures of demand paging; read as at most two on average",
        protocol="One load from each page of a cached file of 16 MiB; pages over faults.",
        unit="pages", low=None, high=2,
        measure=demand_folklore.pages_a_fault,
    ),
    Claim(
        name="memory.touching_allocates",
        sentence="Memory that a program has touched is resident.",
        source="A common reading of RSS; read as at least 90 % of it",
        protocol="One load from each page of fresh memory; growth of Rss over its size.",
        unit="%", low=90, high=None,
        measure=demand_folklore.resident_after_reading,
    ),
    Claim(
        name="memory.malloc_fails_when_memory_is_out",
        sentence="malloc returns NULL when there is no memory left.",
        source="C courses; true of vm.overcommit_memory 2; read as: no more than RAM and swap "
        "is promised",
        protocol="Six requests for half of RAM and swap, nothing touched; what was granted.",
        unit="%", low=None, high=100,
        measure=demand_folklore.promised_share,
    ),
    Claim(
        name="memory.oom_means_the_machine_is_full",
        sentence="The OOM killer comes when the machine has no memory left.",
        source="A common reading of 'Killed'; in a group the limit decides; read as at most 5 % "
        "available",
        protocol="A process grows beyond its group's 32 MiB; MemAvailable over MemTotal after it.",
        unit="%", low=None, high=5,
        measure=demand_folklore.free_at_the_kill,
    ),
    Claim(
        name="memory.huge_pages_reach_512_times_as_far",
        sentence="With 2 MiB pages the TLB reaches 512 times as far.",
        source="Arithmetic; in a virtual machine it takes huge pages of the host too; read as at "
        "least ten times, for the first level",
        protocol="One line in each 4 KiB of a growing area; the first knee in huge over small "
        "pages.",
        unit="times", low=10, high=None,
        measure=demand_folklore.huge_reach,
    ),
    Claim(
        name="memory.a_mapping_reads_what_you_touch",
        sentence="A memory-mapped file reads only the pages that you touch.",
        source="numpy.memmap: 'accessing small segments of large files on disk, without reading "
        "the entire file into memory'; read as at most two pages for each",
        protocol="64 shuffled pages of a cold file of 32 MiB, no advice; pages from the device.",
        unit="pages", low=None, high=2,
        measure=mapped_folklore.pages_read_for_each_wanted,
    ),
    Claim(
        name="memory.willneed_loads_the_file",
        sentence="MADV_WILLNEED loads the file.",
        source="Tuning guides; madvise(2) says only that it might be a good idea to read some; "
        "read as at least 90 %",
        protocol="A cold file of 32 MiB, mapped, advised, not touched; share resident.",
        unit="%", low=90, high=None,
        measure=mapped_folklore.share_after_willneed,
    ),
    Claim(
        name="memory.read_ahead_is_128_kib",
        sentence="Linux reads 128 KiB ahead.",
        source="VM_READAHEAD_PAGES in include/linux/pagemap.h, a default that drivers, udev and "
        "cloud images change",
        protocol="read_ahead_kb of the disk of temporary files.",
        unit="KiB", low=128, high=128,
        measure=mapped_folklore.read_ahead_window,
    ),
    Claim(
        name="memory.mmap_beats_read",
        sentence="mmap is faster than read, because nothing is copied.",
        source="Much repeated; here a batch is copied into an array either way",
        protocol="Warm shuffled samples of 4 KiB by np.memmap over by pread, five turns.",
        unit="times", low=None, high=1,
        measure=mapped_folklore.mapping_over_pread,
    ),
    Claim(
        name="memory.slabs_shrink_with_their_objects",
        sentence="Kernel memory is given back as its objects are freed.",
        source="A reading of slabtop; read as at most 40 % of the slabs for 25 % of the objects",
        protocol="20,000 mappings, three of four ended by chance; slabs of vm_area_struct above "
        "those before, as a share of those that all took.",
        unit="%", low=None, high=40,
        measure=slabs_of_a_quarter,
    ),
)  # fmt: skip
