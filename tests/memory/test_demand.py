"""Which touches fault, against numbers worked out by hand and a second, slower model."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput
from oslab.memory import metrics, model, view
from oslab.memory.records.demand import ACCESSES, BOTH, FILE, MAPPINGS, READ, Demand, Fault


@pytest.mark.parametrize(
    ("asked", "minor", "resident_pages"),
    [
        ({"pages": 1000}, 1000, 1000),
        ({"pages": 1000, "access": READ}, 1000, 0),  # the zero page is nobody's memory
        ({"pages": 1000, "access": BOTH}, 2000, 1000),
        ({"pages": 1000, "stride": 10}, 100, 100),
        ({"pages": 1024, "folio": 512}, 2, 1024),
        ({"pages": 1024, "folio": 512, "access": READ}, 2, 0),  # the huge zero page
        ({"pages": 1024, "folio": 512, "access": BOTH}, 4, 1024),
        ({"pages": 1024, "folio": 512, "stride": 512}, 2, 1024),
        ({"pages": 1100, "folio": 512}, 2 + 76, 1100),  # the rest is no whole huge page
        ({"pages": 1024, "folio": 16}, 64, 1024),
        ({"pages": 1024, "folio": 16, "access": READ}, 1024, 0),
        # A store that finds the zero page brings one page, never a folio.
        ({"pages": 1024, "folio": 16, "access": BOTH}, 2048, 1024),
        ({"pages": 1024, "mapping": FILE, "access": READ}, 64, 1024),
        ({"pages": 1024, "mapping": FILE, "access": READ, "around": 1}, 1024, 1024),
        ({"pages": 4096, "mapping": FILE, "access": READ, "folio": 512}, 8, 4096),
        ({"pages": 1024, "mapping": FILE}, 1024, 1024),  # stores are never served around
        ({"pages": 1024, "mapping": FILE, "access": BOTH}, 64 + 1024, 1024),
        ({"pages": 1024, "mapping": FILE, "access": READ, "stride": 16}, 64, 1024),
        ({"pages": 1024, "mapping": FILE, "access": READ, "stride": 64}, 16, 256),
    ],
)
def test_faults_are_those_worked_out_by_hand(asked, minor, resident_pages):
    record = model.demand(**asked)

    assert minor == metrics.minor_faults(record)
    assert metrics.major_faults(record) == 0
    assert 4096 * resident_pages == metrics.resident_bytes(record)


def test_a_cold_file_makes_one_fault_in_each_read_ahead_major():
    record = model.demand(pages=64, mapping=FILE, access=READ, cached=False, read_ahead=32)

    # Page 0 reads 0 to 31, page 32 reads 16 to 47, page 48 reads 32 to 63.
    assert [(0, True), (16, False), (32, True), (48, True)] == [
        (fault.page, fault.major) for fault in record.faults
    ]


def test_a_huge_page_gives_memory_that_nobody_touched():
    small = model.demand(pages=1024, stride=512)
    huge = model.demand(pages=1024, stride=512, folio=512)

    assert metrics.untouched_bytes(small) == 0
    assert (1024 - 2) * 4096 == metrics.untouched_bytes(huge)


def slow(pages, mapping, access, stride, around, folio):
    """The rules again, page by page with sets: how many faults, which pages own a frame."""
    zero, own, cache, faults = set(), set(), set(), 0
    window = max(around, folio)
    for write in [False] * (access != "write") + [True] * (access != "read"):
        for page in range(0, pages, stride):
            if page in own or (not write and page in zero | cache):
                continue
            faults += 1
            whole = set(range(page // folio * folio, page // folio * folio + folio))
            fits = max(whole) < pages
            if mapping == "file" and write:
                own.add(page)
            elif mapping == "file":
                low = page // window * window
                cache |= set(range(low, min(pages, low + window))) - own
            elif folio == 512 and fits:
                (own if write else zero).update(whole)
            elif write and page not in zero and fits and not whole & (zero | own):
                own |= whole
            else:
                (own if write else zero).add(page)
    return faults, len(own)


@given(
    pages=st.integers(1, 1300), mapping=st.sampled_from(MAPPINGS),
    access=st.sampled_from(ACCESSES), stride=st.just(1) | st.integers(1, 600),
    around=st.sampled_from([1, 4, 16]), folio=st.sampled_from([1, 2, 16, 512]),
)  # fmt: skip
def test_a_second_model_counts_the_same(pages, mapping, access, stride, around, folio):
    record = model.demand(pages, mapping, access, stride, around, folio)

    assert slow(pages, mapping, access, stride, around, folio) == (
        len(record.faults), record.entries.count("o"),
    )  # fmt: skip


@given(
    pages=st.integers(1, 600), mapping=st.sampled_from(MAPPINGS),
    access=st.sampled_from(ACCESSES), stride=st.integers(1, 40), cached=st.booleans(),
    folio=st.sampled_from([1, 8, 512]),
)  # fmt: skip
def test_what_was_touched_is_mapped_and_frames_are_conserved(
    pages, mapping, access, stride, cached, folio
):
    record = model.demand(pages, mapping, access, stride, folio=folio, cached=cached)

    assert len(record.entries) == pages
    assert "." not in record.entries[::stride]
    assert record.entries.count("o") == sum(fault.frames for fault in record.faults)
    assert len(record.faults) <= record.touched * (2 if access == BOTH else 1)
    if access != READ:
        assert set(record.entries[::stride]) == {"o"}


def test_the_picture_says_what_happened():
    picture = view.demand(model.demand(pages=64, access=BOTH))

    assert str(picture) == (
        "anonymous memory, read, then write: 64 of 64 pages touched, 128 minor faults. "
        "Entries lead: 64 to its own frame. RSS 256 KiB."
    )
    assert len(picture.svg) < 4_000
    with pytest.raises(InvalidInput):
        view.demand(model.demand(pages=8193))


def test_the_figures_of_the_page_ask_the_same_model():
    assert model.demand(256, FILE, READ) == model.demand_of_file()
    assert model.demand(4096, stride=64) == model.demand_sparse()
    assert "16 minor faults" in str(view.demand(model.demand_of_file()))


def test_a_record_refuses_what_no_kernel_could_have_answered():
    with pytest.raises(InvalidInput):
        Demand("anonymous", "read", 3, (), "..")
    with pytest.raises(InvalidInput):
        Fault(0, True, False, 0, 0, 0)
    for wrong in ({"around": 3}, {"folio": 1024}, {"pages": 0}, {"cached": 1}):
        with pytest.raises(InvalidInput):
            model.demand(**wrong)
