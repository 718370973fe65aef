"""Two-dimensional walks, the size of page tables, the layout of a process, the pictures."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oslab.errors import InvalidInput
from oslab.memory import PageTable, metrics, model, plots, view
from oslab.memory.model.page_table_size import PAGES, touched
from oslab.memory.records.address import PAGE_4K, PAGE_NAMES
from oslab.memory.records.address_space import AddressSpace, Region

LENGTH = {"4 KiB": 4, "2 MiB": 3, "1 GiB": 2}


def test_a_nested_walk_of_four_by_four_levels_reads_memory_24_times():
    """R. Bhargava and others, ASPLOS 2008, figure 1."""
    record = model.nested()

    assert 24 == len(record.references) == model.nested_references()
    assert [5, 10, 15, 20] == [
        place for place, one in enumerate(record.references, 1) if one.level == ""
    ]


@pytest.mark.parametrize("guest", PAGE_NAMES)
@pytest.mark.parametrize("host", PAGE_NAMES)
@pytest.mark.parametrize("levels", [(4, 4), (5, 4), (4, 5), (5, 5)])
def test_walking_both_tables_reads_what_the_product_says(guest, host, levels):
    record = model.nested(guest, host, *levels)
    reads = [LENGTH[page] + (one - 4) for page, one in zip((guest, host), levels, strict=True)]

    assert (reads[0] + 1) * (reads[1] + 1) - 1 == len(record.references)


def test_without_a_host_a_walk_is_as_long_as_ever():
    assert [1, 2, 3, 4, 5] == [model.nested_references(one, 0) for one in range(1, 6)]


@settings(max_examples=40)
@given(
    st.sampled_from(sorted({1, 3, 5, 64, 511, 512, 513, 1024, 2049})),
    st.sampled_from([4, 8, 12, 500, 2048, 2052, 3000, 1 << 20]),
    st.sampled_from(["4 KiB", "2 MiB"]),
)
def test_counting_tables_gives_what_mapping_makes(size_mib, stride_kib, page):
    size = PAGE_NAMES[page]
    if (size_mib << 20) % size:
        size_mib += 1
    record = model.page_table_size(size_mib, max(stride_kib, 500), page)
    tables = PageTable()
    touches = range(0, size_mib << 20, max(stride_kib, 500) << 10)
    pages = {place // size for place in touches}
    for number in pages:
        tables.map((1 << 39) + number * size, number * size // PAGE_4K, size)

    assert len(touches) == record.touches
    assert len(pages) == record.pages
    made = tables.tables
    assert [made["pud"], made["pmd"], made["pte"]] == [count for _, count in record.tables]


@given(st.integers(1, 5000), st.integers(1, 300), st.sampled_from([1, 2, 4, 64, 512]))
def test_pieces_touched_are_counted_as_by_hand(size, stride, piece):
    assert len({at // piece for at in range(0, size, stride)}) == touched(size, stride, piece)


def test_a_dense_gigabyte_needs_a_fifth_of_a_per_cent_and_a_sparse_one_all_of_it():
    dense, sparse = model.page_table_size(), model.page_table_size(stride_kib=2048)

    assert 0.00196 == pytest.approx(metrics.table_share(dense), rel=0.01)
    assert 1.004 == pytest.approx(metrics.table_share(sparse), rel=0.001)
    assert 514 * 4096 == sparse.table_bytes == dense.table_bytes


def test_one_touch_a_gigabyte_costs_two_tables_each():
    record = model.page_table_size(1 << 18, 1 << 20)

    assert 256 + 256 + 1 == record.table_bytes // 4096
    assert 2 < metrics.table_share(record)


def test_a_transparent_huge_page_saves_no_table():
    assert model.page_table_size().table_bytes == model.page_table_size(page=PAGES[-1]).table_bytes
    assert 2 * 4096 == model.page_table_size(page="2 MiB").table_bytes
    assert 4096 == model.page_table_size(page="1 GiB").table_bytes


def test_without_randomisation_the_parts_lie_where_they_always_do():
    """`setarch -R cat /proc/self/maps`, Linux 6.18: the places everyone has seen in gdb."""
    program, heap, area, stack = model.layout(random=False).regions

    assert (0x555555554000, 0x7FFFF7FFF000, 0x7FFFFFFFF000) == (
        program.start, area.end, stack.end,
    )  # fmt: skip
    assert heap.start == program.end
    assert 0x400000 == model.layout(pie=False).regions[0].start


def test_a_larger_stack_moves_the_area_of_mmap_down():
    small, large = (model.layout(stack_mib=one).regions[2].end for one in (8, 1024))

    assert 1016 << 20 == small - large


def test_regions_that_overlap_are_refused():
    one, two = Region("a", "heap", 0, 10), Region("b", "heap", 9, 12)
    with pytest.raises(InvalidInput):
        AddressSpace((one, two))


def test_pictures_say_the_finding():
    said = {
        "24 memory reads": view.nested(model.nested()),
        "error code 7": view.walk(model.access("write", "read-only")),
        "physical 0x900002f8": view.walk(model.access()),
        "pgd 254, pud 360": view.address(model.split(0x7F5A3C4012F8)),
        "the kernel's": view.address(model.split("ffffffff81000000", 5)),
        "12 hits and 12 walks": view.tlb_run(model.tlb_run(6, 4, True)),
        "Step 2 of 5": view.tlb_miss(model.tlb_miss(2, "pud")),
        "2 skipped": view.tlb_miss(model.tlb_miss(2, "pud")),
        "both levels reach up to 12 MiB": view.reach(model.reach()),
        "100 % of the memory": view.page_table_size(model.page_table_size(stride_kib=2048)),
        "512 set aside": view.page_table_size(model.page_table_size(page=PAGES[-1])),
        "4 regions": view.address_space(model.layout()),
    }
    for words, picture in said.items():
        assert words in picture.alt
        assert len(picture.svg) < 8_000


@pytest.mark.parametrize("page", PAGE_NAMES)
@pytest.mark.parametrize("name", ["AMD Zen 4", "Intel Skylake"])
def test_larger_pages_and_warmer_walkers_never_cost_more(name, page):
    cold, warm = (model.reach(name, page, known) for known in (False, True))
    guest = model.reach(name, page, guest=True)

    for row in zip(warm.references, cold.references, guest.references, strict=True):
        assert row[0] <= row[1]
        assert row[0] <= row[2]
    assert warm.walked == tuple(sorted(warm.walked))


def test_the_chart_of_translation_names_both_ends():
    picture = plots.translation_cost((16, 4096), {"anonymous": (0.0, 15.0)}, (0.0, 12.0))

    assert "0 ns at 16 and 15.0 ns at 4,096" in picture.alt
    for bad in ((16,), (16, "x"), None):
        with pytest.raises(InvalidInput):
            plots.translation_cost(bad, {"anonymous": (0.0, 15.0)}, (0.0, 12.0))
    with pytest.raises(InvalidInput):
        plots.translation_cost((16, 4096), {"packed": (0.0, 15.0)}, (0.0, 12.0))
