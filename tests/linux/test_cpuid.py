"""What CPUs say of their TLBs: leaves as two vendors fill them."""

from __future__ import annotations

import pytest

from oslab.errors import InvalidInput
from oslab.linux import cpuid
from oslab.linux.cpuid import HUGE_PAGE, SMALL_PAGE, Tlb

# An EPYC of family 25 in a virtual machine, 2026: what programs/cpuid.c printed there.
ZEN_4 = """\
0 0 1c 68747541 444d4163 69746e65
2 0 0 0 0 0
18 0 0 0 0 0
80000005 0 ff48ff40 ff48ff40 20080140 20080140
80000006 0 5c002200 6c004200 4006140 a009140
"""
INTEL = "0 0 20 756e6547 6c65746e 49656e69\n"


def test_amd_tells_both_levels_for_both_sizes() -> None:
    expected = (
        Tlb(1, SMALL_PAGE, 72), Tlb(2, SMALL_PAGE, 3072),
        Tlb(1, HUGE_PAGE, 72), Tlb(2, HUGE_PAGE, 3072),
    )  # fmt: skip
    assert expected == cpuid.data_tlbs(cpuid.parse(ZEN_4))


def test_intel_tells_them_one_a_subleaf_and_instructions_do_not_count() -> None:
    leaf_18 = (
        "18 0 4 0 0 0\n"
        "18 1 0 80001 10 122\n"  # instructions, 4 KiB, 8 ways of 16 sets
        "18 2 0 40001 10 121\n"  # data, 4 KiB, 4 ways of 16 sets
        "18 3 0 40002 8 121\n"  # data, 2 MiB, 4 ways of 8 sets
        "18 4 0 80003 80 143\n"  # unified second level, both sizes, 8 ways of 128 sets
    )
    expected = (
        Tlb(1, SMALL_PAGE, 64), Tlb(2, SMALL_PAGE, 1024),
        Tlb(1, HUGE_PAGE, 32), Tlb(2, HUGE_PAGE, 1024),
    )  # fmt: skip
    assert expected == cpuid.data_tlbs(cpuid.parse(INTEL + leaf_18))


def test_older_intels_name_them_by_a_byte_each() -> None:
    # 0xc3: 1536 entries for both sizes; the lowest byte is a count, and names nothing here.
    counted = cpuid.data_tlbs(cpuid.parse(INTEL + "2 0 c303 0 80c10000 0\n"))
    # 0x03: 64 entries of 4 KiB; a register whose highest bit is set holds none.
    named = cpuid.data_tlbs(cpuid.parse(INTEL + "2 0 c301 3 80c10000 0\n"))

    second = (Tlb(2, SMALL_PAGE, 1536), Tlb(2, HUGE_PAGE, 1536))
    assert second == counted
    assert (Tlb(1, SMALL_PAGE, 64), *second) == named


def test_reach_is_entries_times_pages() -> None:
    assert 72 * 4096 == Tlb(1, SMALL_PAGE, 72).reach_bytes


@pytest.mark.parametrize("text", ["", "0 0 0 0 0 0\n", INTEL, ZEN_4[:34]])
def test_a_cpu_that_hides_them_has_none(text: str) -> None:
    assert () == cpuid.data_tlbs(cpuid.parse(text))


@pytest.mark.parametrize("text", [None, "0 0 0 0 0\n", "0 0 0 0 0 x\n", INTEL + INTEL])
def test_damaged_texts_are_refused(text: object) -> None:
    with pytest.raises(InvalidInput):
        cpuid.parse(text)  # type: ignore[arg-type]
