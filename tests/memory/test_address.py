"""Addresses cut and joined: printed examples, and every canonical address there is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput
from oslab.memory import Address, join, split
from oslab.memory.records.address import shift, width

LOWER, UPPER = (1 << 47) - 1, ((1 << 17) - 1) << 47

ORACLES = [
    # Documentation/arch/x86/x86_64/mm.rst, four levels: each range by its border of 512 GiB
    (0x0000000000000000, 4, (0, 0, 0, 0), 0),
    (0x00007FFFFFFFFFFF, 4, (255, 511, 511, 511), 0xFFF),  # end of user space
    (0xFFFF800000000000, 4, (256, 0, 0, 0), 0),  # guard hole
    (0xFFFF888000000000, 4, (273, 0, 0, 0), 0),  # the direct mapping: -119.5 TB
    (0xFFFFFFFF80000000, 4, (511, 510, 0, 0), 0),  # kernel text, -2 GB
    (0xFFFFFFFFFF600000, 4, (511, 511, 507, 0), 0),  # vsyscall, -10 MB
    # the same file, five levels
    (0x00FFFFFFFFFFFFFF, 5, (255, 511, 511, 511, 511), 0xFFF),
    (0xFF00000000000000, 5, (256, 0, 0, 0, 0), 0),
    (0xFF11000000000000, 5, (273, 0, 0, 0, 0), 0),  # the direct mapping: -59.75 PB
]


@pytest.mark.parametrize(("address", "levels", "indices", "offset"), ORACLES)
def test_an_address_of_the_kernels_map_is_cut_where_its_borders_are(
    address, levels, indices, offset
):
    found = split(address, levels)

    assert (indices, offset) == (found.indices, found.offset)


@given(st.one_of(st.integers(0, LOWER), st.integers(UPPER, 2**64 - 1)))
def test_four_levels_join_what_they_split(address):
    assert address == join(split(address))
    assert address == join(split(hex(address)))


@given(st.one_of(st.integers(0, 2**56 - 1), st.integers(2**64 - 2**56, 2**64 - 1)))
def test_five_levels_join_what_they_split(address):
    assert address == join(split(address, 5))


@given(st.integers(0, 511), st.integers(0, 511), st.integers(0, 511), st.integers(0, 511))
def test_splitting_what_was_joined_gives_the_same_indices(pgd, pud, pmd, pte):
    address = Address(pgd, pud, pmd, pte, 0x123)

    assert address == split(join(address))


@given(st.integers(1 << 47, UPPER - 1))
def test_what_lies_in_the_hole_is_refused(address):
    with pytest.raises(InvalidInput, match="canonical"):
        split(address)


def test_five_levels_close_most_of_the_hole():
    address = 1 << 47

    with pytest.raises(InvalidInput):
        split(address, 4)
    assert (0, 256, 0, 0, 0) == split(address, 5).indices


def test_with_four_levels_the_root_stands_where_the_second_of_five_does():
    four, five = split(0x7F5A3C4012F8, 4), split(0x7F5A3C4012F8, 5)

    assert (four.pgd, four.pud, four.pmd) == (five.p4d, five.pud, five.pmd)
    assert (48, 57) == (width(4), width(5))
    assert 48 == shift("pgd")


@pytest.mark.parametrize("text", ["", "0x", "_", "xyz", "0x1g", "-1", "1.5", "0x" + "f" * 30])
def test_text_that_is_no_address_is_refused(text):
    with pytest.raises(InvalidInput):
        split(text)


def test_the_offset_in_a_huge_page_has_twenty_one_bits():
    address = split(0x7F5A3C4012F8)

    assert 0x2F8 == address.offset_in(4096)
    assert 0x12F8 == address.offset_in(1 << 21)
    assert 0x3C4012F8 & (1 << 30) - 1 == address.offset_in(1 << 30)
