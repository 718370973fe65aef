"""Translation caches: against brute force, and reference counts worked out by hand."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput
from oslab.memory import Mmu, PageTable, Tlb, metrics, model
from oslab.memory.model.page_table import Rights
from oslab.memory.model.tlb import Cached, Lines
from oslab.memory.records.address import PAGE_1G, PAGE_2M, PAGE_4K
from oslab.memory.records.tlb import PROCESSORS, SKYLAKE, ZEN_4, Held, Processor, TlbArray

GOLDEN = Path(__file__).parent / "golden" / "tlb.txt"
KNOWN = Cached(1, Rights(), True)
WALKER = (("pmd", 4), ("pud", 4), ("pgd", 4))


def mapped(pages, size=PAGE_4K, levels=4, **rights):
    tables = PageTable(levels)
    for page in pages:
        tables.map(page * size, page * size // PAGE_4K, size, **rights)
    return tables


class BruteForce:
    """A set-associative LRU that keeps the whole history and searches it."""

    def __init__(self, entries, ways):
        self.sets, self.ways, self.history = entries // ways, ways, []

    def hit(self, page):
        same = [one for one in reversed(self.history) if one % self.sets == page % self.sets]
        recent = list(dict.fromkeys(same))[: self.ways]
        self.history.append(page)
        return page in recent


@given(
    st.sampled_from([(1, 1), (4, 1), (4, 2), (4, 4), (6, 2), (8, 4), (12, 12)]),
    st.lists(st.integers(0, 20), max_size=80),
)
def test_an_array_is_a_set_associative_lru(shape, pages):
    lines, other = Lines(TlbArray(*shape)), BruteForce(*shape)

    for page in pages:
        held = Held(1, page)
        found = lines.look_up(held)
        if found is None:
            lines.fill(held, KNOWN)
        assert other.hit(page) == (found is not None)


@given(st.sampled_from([(8, 1), (8, 2), (8, 8), (12, 4), (24, 8)]), st.integers(1, 40))
def test_the_formula_for_a_ring_counts_what_the_array_does(shape, pages):
    lines = Lines(TlbArray(*shape))
    misses = 0
    for turn in range(4):
        for page in range(pages):
            if lines.look_up(Held(1, page)) is None:
                lines.fill(Held(1, page), KNOWN)
                misses += turn == 3

    assert misses == model.ring_misses(pages, TlbArray(*shape))


@pytest.mark.parametrize("name", PROCESSORS)
@pytest.mark.parametrize("pages", [16, 64, 65, 72, 73, 80, 300])
def test_reach_is_what_the_whole_tlb_does(name, pages):
    tlb, misses = Tlb(PROCESSORS[name]), 0
    for turn in range(3):
        for page in range(pages):
            found = tlb.look_up(1, page * PAGE_4K)
            if found is None:
                tlb.fill(Held(1, page), KNOWN)
            misses += turn == 2 and (found is None or found[0] != "L1 TLB")

    assert misses / pages == model.reach(name, stretches=(pages,)).past_first[0]


@pytest.mark.parametrize(
    ("known", "reads"),
    [("nothing", (4, 3, 2)), ("pgd", (3, 2, 1)), ("pud", (2, 1, 1)), ("pmd", (1, 1, 1))],
)
def test_what_the_walker_knows_saves_a_read_a_level(known, reads):
    pages = ("4 KiB", "2 MiB", "1 GiB")

    assert reads == tuple(model.tlb_miss(5, known, page).references for page in pages)


def test_no_memory_is_read_before_the_third_step():
    assert [0, 0, 4, 4, 4] == [model.tlb_miss(step).references for step in range(1, 6)]


def test_references_of_a_stream_are_counted_by_hand():
    """Four reads, then one a page under the same PMD entry, then two in the next table."""
    pages = [0, 1, 2, 512, 513, 0]
    mmu = Mmu({1: mapped(sorted(set(pages)))}, Processor("x", (TlbArray(2, 2),), (), WALKER))

    assert [4, 1, 1, 2, 1, 1] == [mmu.access(page * PAGE_4K).references for page in pages]


def test_without_walk_caches_every_miss_reads_all_levels():
    mmu = Mmu({1: mapped(range(3), levels=5)}, Processor("x", (TlbArray(1, 1),)))

    assert [5, 5, 5] == [mmu.access(page * PAGE_4K).references for page in range(3)]


def test_a_second_level_answers_what_the_first_forgot():
    shape = Processor("x", (TlbArray(1, 1),), (TlbArray(4, 4),), WALKER)
    mmu = Mmu({1: mapped(range(3))}, shape)
    places = [mmu.access(page * PAGE_4K).place for page in (0, 1, 0, 0, 2, 1)]

    assert ["walk", "walk", "L2 TLB", "L1 TLB", "walk", "L2 TLB"] == places


def test_huge_pages_go_into_the_arrays_that_take_them():
    mmu = Mmu({1: mapped(range(2), PAGE_1G)}, SKYLAKE)
    mmu.access(0)

    assert [0, 0, 1] == [sum(map(len, one.sets)) for one in mmu.tlb.first]
    assert [0, 1] == [sum(map(len, one.sets)) for one in mmu.tlb.second]
    assert "L1 TLB" == mmu.access(PAGE_1G - 8).place


def test_a_switch_empties_a_tlb_without_tags_and_spares_one_with_them():
    for tagged, place in ((True, "L1 TLB"), (False, "walk")):
        mmu = Mmu({1: mapped([0]), 2: mapped([0])}, ZEN_4, tagged)
        mmu.access(0)
        mmu.switch(2)
        assert "walk" == mmu.access(0).place  # another space's entry is no answer
        mmu.switch(1)
        assert place == mmu.access(0).place


def test_threads_of_one_process_keep_everything():
    mmu = Mmu({1: mapped([0])}, ZEN_4, tagged=False)
    mmu.access(0)
    mmu.switch(1)

    assert "L1 TLB" == mmu.access(0).place


def test_a_tag_keeps_two_spaces_apart():
    one, two = PageTable(), PageTable()
    one.map(0, 11)
    two.map(0, 22)
    mmu = Mmu({1: one, 2: two}, ZEN_4)
    first = mmu.access(0)
    mmu.switch(2)

    assert (11 << 12, 22 << 12) == (first.walk.physical, mmu.access(0).walk.physical)


def test_the_first_write_walks_once_more_to_set_the_dirty_bit():
    mmu = Mmu({1: mapped([0])}, ZEN_4)
    places = [mmu.access(0, access).place for access in ("read", "read", "write", "write", "read")]

    assert ["walk", "L1 TLB", "walk", "L1 TLB", "L1 TLB"] == places


def test_rights_hold_in_the_tlb_too():
    mmu = Mmu({1: mapped([0], writable=False, no_execute=True)}, ZEN_4)
    mmu.access(0)

    assert 7 == mmu.access(0, "write").walk.fault.error_code
    assert 21 == mmu.access(0, "fetch").walk.fault.error_code
    assert 1 == mmu.access(0, "read", user_mode=False).walk.fault.error_code


@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.sampled_from(["read", "write"]), st.integers(1, 2)),
        max_size=60,
    ),
    st.booleans(),
)
def test_caches_change_what_a_translation_costs_and_never_where_it_leads(accesses, tagged):
    pages = [0, 1, 512, 513, 1 << 18, 1 << 27]
    small = Processor("x", (TlbArray(2, 1),), (TlbArray(4, 2),), (("pmd", 1), ("pgd", 1)))
    mmu = Mmu({1: mapped(pages), 2: mapped(pages, writable=False)}, small, tagged)
    plain = {1: mapped(pages), 2: mapped(pages, writable=False)}
    for page, access, space in accesses:
        mmu.switch(space)
        done = mmu.access(pages[page] * PAGE_4K, access)
        other = plain[space].translate(pages[page] * PAGE_4K, access)
        if done.walk is None:
            assert other.fault is None
            assert other.physical == pages[page] << 12
        else:
            assert (other.physical, other.fault) == (done.walk.physical, done.walk.fault)
            assert 1 <= done.references <= other.references


def test_a_run_that_fits_hits_and_one_page_too_many_in_a_ring_never_does():
    assert (8, 0, 8) == model.tlb_run(4, 4, True, 16).places
    assert (0, 0, 34) == model.tlb_run(17, 2, True, 16, 1).places
    assert 0.5 == metrics.hit_rate(model.tlb_run(4, 4, True, 16))
    assert 0 == metrics.hit_rate(model.tlb_run(4, 4, False, 16))


def test_reach_is_entries_times_page():
    assert (72 * 4096, 3072 * 4096) == metrics.tlb_reach_bytes(ZEN_4)
    assert (72 << 21, 3072 << 21) == metrics.tlb_reach_bytes(ZEN_4, "2 MiB")
    assert (4 << 30, 16 << 30) == metrics.tlb_reach_bytes(SKYLAKE, "1 GiB")
    assert (72 << 30, 0) == metrics.tlb_reach_bytes(ZEN_4, "1 GiB")


def test_shapes_that_do_not_divide_are_refused():
    with pytest.raises(InvalidInput):
        TlbArray(10, 4)
    with pytest.raises(InvalidInput):
        Mmu({}, ZEN_4)
    with pytest.raises(InvalidInput):
        Mmu({1: mapped([0]), 2: mapped([0], levels=5)}, ZEN_4)
    assert PAGE_2M in ZEN_4.second[0].page_sizes


def golden():
    """Small runs, with what every set holds at the end."""
    return [
        f"{pages} {turns} {tagged} {ways}: {run.places} {run.references} "
        + " | ".join(
            ",".join(f"{one.space}:{one.page:x}" for one in held) or "-" for held in run.sets
        )
        for pages in (3, 6, 12)
        for turns in (2, 5)
        for tagged in (True, False)
        for ways in (1, 4, 16)
        for run in [model.tlb_run(pages, turns, tagged, ways)]
    ]


def test_runs_are_what_they_were():
    assert GOLDEN.read_text().splitlines() == golden()


if __name__ == "__main__":  # python tests/memory/test_tlb.py writes the golden file anew
    GOLDEN.write_text("\n".join(golden()) + "\n")
