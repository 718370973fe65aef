"""The walk against the manual, and against a second walker that reads only the 64-bit words."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput
from oslab.memory import PageTable, model
from oslab.memory.model.access import PAGES
from oslab.memory.records.address import PAGE_1G, PAGE_2M, PAGE_4K, PAGE_NAMES

HERE = Path(__file__).parent
GOLDEN = HERE / "golden" / "walks.txt"
ACCESSES = ("read", "write", "fetch")

# Intel SDM volume 3A, 4.6.1 (rights) and figure 4-12 (error code): P=1, W=2, U=4, R=8, I=16.
USER_CODES = {
    "user, all rights": (None, None, None),
    "absent": (4, 6, 20),
    "read-only": (None, 7, None),
    "the kernel's": (5, 7, 21),
    "not executable": (None, None, 21),
    "damaged": (13, 15, 29),
}
# The kernel's own accesses with CR0.WP, SMAP and SMEP set: no user page at all.
KERNEL_CODES = {
    "user, all rights": (1, 3, 17),
    "absent": (0, 2, 16),
    "read-only": (1, 3, 17),
    "the kernel's": (None, None, None),
    "not executable": (1, 3, 17),
    "damaged": (9, 11, 25),
}


@pytest.mark.parametrize("page", PAGE_NAMES)
@pytest.mark.parametrize("levels", [4, 5])
@pytest.mark.parametrize("user", [True, False])
def test_every_breach_raises_the_code_that_the_manual_gives_it(page, levels, user):
    for mapped, codes in (USER_CODES if user else KERNEL_CODES).items():
        walks = [model.access(one, mapped, page, user, levels) for one in ACCESSES]

        assert codes == tuple(one.fault and one.fault.error_code for one in walks), mapped


@pytest.mark.parametrize(
    ("page", "levels", "reads"),
    [("4 KiB", 4, 4), ("2 MiB", 4, 3), ("1 GiB", 4, 2), ("4 KiB", 5, 5), ("2 MiB", 5, 4)],
)
def test_a_cold_walk_reads_one_entry_a_level_down_to_the_page(page, levels, reads):
    assert reads == model.access(page=page, levels=levels).references


def test_the_accessed_bit_is_set_on_the_whole_way_and_dirty_at_the_page_alone():
    walk = model.access("write")

    assert [True] * 4 == [step.entry.accessed for step in walk.steps]
    assert [False, False, False, True] == [step.entry.dirty for step in walk.steps]
    assert not model.access("read").steps[-1].entry.dirty


def test_a_fault_leaves_every_bit_as_it_was():
    tables = PageTable()
    tables.map(0x1000, 7, writable=False)
    before = tables.words()

    assert 7 == tables.translate(0x1234, "write").fault.error_code
    assert before == tables.words()


def test_mapping_makes_the_tables_that_are_missing_and_no_others():
    tables = PageTable()
    made = [
        tables.map(address, 512 * number, size)
        for number, (address, size) in enumerate(
            [(0, PAGE_4K), (PAGE_4K, PAGE_4K), (PAGE_2M, PAGE_4K), (2 * PAGE_2M, PAGE_2M),
             (PAGE_1G, PAGE_2M), (1 << 39, PAGE_4K)]
        )
    ]  # fmt: skip

    assert [3, 0, 1, 0, 1, 3] == made
    assert {"pgd": 1, "pud": 2, "pmd": 3, "pte": 3} == tables.tables
    assert 9 * 4096 == tables.table_bytes


def test_unmapping_frees_the_page_and_keeps_the_tables():
    tables = PageTable()
    tables.map(0x5000, 1)
    before = tables.table_bytes
    tables.unmap(0x5123)

    assert 4 == tables.translate(0x5000).fault.error_code
    assert before == tables.table_bytes
    with pytest.raises(InvalidInput):
        tables.unmap(0x5123)


@pytest.mark.parametrize(
    ("address", "frame", "size"),
    [(1, 1, PAGE_4K), (PAGE_4K, 512, PAGE_2M), (0, 1, PAGE_2M), (0, 512, PAGE_1G), (0, 0, 8192)],
)
def test_what_is_not_aligned_is_refused(address, frame, size):
    with pytest.raises(InvalidInput):
        PageTable().map(address, frame, size)


def test_a_huge_page_and_a_table_cannot_share_an_entry():
    tables = PageTable()
    tables.map(0, 0, PAGE_2M)
    with pytest.raises(InvalidInput):
        tables.map(PAGE_4K, 1)
    tables.map(PAGE_1G, 1)
    with pytest.raises(InvalidInput):
        tables.map(PAGE_1G, 512, PAGE_2M)


def second_walker(words, root, address, levels, access, user):
    """Walk raw words by the bit positions of the manual; return (physical, code, reads)."""
    write, fetch = access == "write", access == "fetch"
    code = 2 * write + 4 * user + 16 * fetch
    may_write, may_user, may_fetch = True, True, True
    base, reads = root << 12, 0
    for low in range(12 + 9 * (levels - 1), 11, -9):
        word = words.get(base >> 12, {}).get(address >> low & 0x1FF, 0)
        reads += 1
        if not word & 1:
            return None, code, reads
        if word & 1 << 51:
            return None, code | 1 | 8, reads
        may_write &= bool(word & 2)
        may_user &= bool(word & 4)
        may_fetch &= not word >> 63
        base = word & 0x0007FFFFFFFFF000
        if low == 12 or word & 1 << 7:
            break
    denied = (
        (user and not may_user)
        or (not user and may_user)
        or (write and not may_write)
        or (fetch and not may_fetch)
    )
    if denied:
        return None, code | 1, reads
    return base + (address & (1 << low) - 1), None, reads


PLACES = [0, 1, 2, 511, 512, 513, 1 << 18, (1 << 18) + 1, 1 << 27, (1 << 35) - 1]
mapping = st.tuples(
    st.sampled_from(PLACES), st.sampled_from([PAGE_4K, PAGE_2M, PAGE_1G]), st.booleans(),
    st.booleans(), st.booleans(), st.booleans(),
)  # fmt: skip


@given(
    st.sampled_from([4, 5]),
    st.lists(mapping, min_size=1, max_size=6),
    st.lists(
        st.tuples(st.sampled_from(PLACES), st.sampled_from(ACCESSES), st.booleans()),
        min_size=1, max_size=8,
    ),
)  # fmt: skip
def test_a_second_walker_agrees_on_every_translation(levels, mappings, accesses):
    tables = PageTable(levels)
    for number, (place, size, writable, user, no_execute, present) in enumerate(mappings):
        try:
            tables.map(
                place * PAGE_4K // size * size, number << 18, size, writable=writable, user=user,
                no_execute=no_execute, present=present,
            )  # fmt: skip
        except InvalidInput:
            continue  # another page stands there
    for place, access, user in accesses:
        address = place * PAGE_4K + 0x2A8
        other = second_walker(tables.words(), tables.root, address, levels, access, user)
        walk = tables.translate(address, access, user)

        code = walk.fault.error_code if walk.fault else None
        assert other == (walk.physical, code, walk.references)


def golden():
    """Every page under every access; a change of any tie shows here first."""
    return [
        str(model.access(access, mapped, page, user, levels))
        for levels in (4, 5)
        for page in PAGE_NAMES
        for mapped in PAGES
        for user in (True, False)
        for access in ACCESSES
        if levels == 4 or (page == "4 KiB" and user)
    ]


def test_walks_are_what_they_were():
    assert GOLDEN.read_text().splitlines() == golden()


if __name__ == "__main__":  # python tests/memory/test_page_table.py writes the golden file anew
    GOLDEN.write_text("\n".join(golden()) + "\n")
