"""This process, its map, its frames and its tables: known workloads and second opinions."""

import os
import struct
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from oslab import recording
from oslab.errors import InvalidInput, Unavailable
from oslab.linux import memory, reservation
from oslab.linux.procfs import kpage, pagemap, status
from oslab.measurement import by_condition
from oslab.memory import measure, metrics, model, plots, view
from oslab.memory.measure import translation_folklore as folklore
from oslab.memory.measure.page_faults import BREACHES, parse_page_faults
from oslab.memory.records.address_space import HEAP, PROGRAM, STACK

pytestmark = pytest.mark.kernel


def test_the_tables_that_touching_makes_are_those_the_model_counts():
    """A pattern may cost the interpreter itself a table; the least of five does not."""
    patterns = ((16, 4, False), (512, 2048, False), (1 << 16, 1 << 20, False), (3, 1000, False))
    found = measure.page_table_size(patterns=patterns, repeats=5)
    for one, said in zip(found, measure.predicted_tables(found), strict=True):
        assert said.table_bytes == one.minimum, one.name
        assert said.touches == one.conditions["touches"]
    assert "40,960" in str(plots.page_tables(found, measure.predicted_tables(found)))


def test_a_transparent_huge_page_has_a_table_set_aside():
    if not memory.huge_pages():
        pytest.skip("huge pages are off")
    found = measure.page_table_size(patterns=((16, 4, True),), repeats=3)
    (one,), (said,) = found, measure.predicted_tables(found)

    # Where no huge page is free, small ones take its place, and as many tables.
    assert said.table_bytes == one.minimum


def test_tables_are_given_back_with_the_addresses():
    before = status.read().vm_pte
    with reservation.reserve(1 << 30) as lent:
        lent.touch(2 << 20)
        during = status.read().vm_pte
    after = status.read().vm_pte

    assert during - before > 500 * 4096 > after - before


def test_a_reservation_begins_at_its_border_and_holds_only_what_was_touched():
    with reservation.reserve(64 << 20) as lent:
        assert 0 == lent.address % (1 << 39)
        assert 0 == pagemap.present(lent.address, 16384)
        assert 16 == lent.touch(4 << 20)
        assert 16 == pagemap.present(lent.address, 16384)


def test_the_map_holds_the_parts_where_the_model_says():
    space = measure.address_space()
    found = metrics.places(space)

    assert found[PROGRAM] < found[HEAP] < found[STACK]
    assert 4 == space.levels
    assert str(Path(sys.executable).resolve().name) == space.find(PROGRAM)[0].name
    heap = space.find(HEAP)[0]
    assert heap.start - space.find(PROGRAM)[-1].end <= 1 << 30
    assert "this process" in str(view.layout_table(model.layout(), space))
    assert "present of" in view.region_table(space).caption
    assert str(len(space.regions)) in view.address_space(space).alt


def test_what_is_present_is_what_psutil_calls_resident():
    """A stopped child: nothing moves between the two looks but shared pages of libraries."""
    program = "data = bytearray(32 << 20); print('ready', flush=True); input()"
    child = subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        child.stdout.readline()
        space = measure.address_space(child.pid)
        theirs = psutil.Process(child.pid).memory_info()
    finally:
        child.kill()
        child.communicate()

    assert theirs.rss == pytest.approx(space.resident_bytes, rel=0.1)
    assert theirs.vms == pytest.approx(space.size_bytes, rel=0.01)


def test_an_address_of_this_process_leads_back_to_its_region():
    space = measure.address_space(count=False)
    for kind, name in (("heap", HEAP), ("stack", STACK), ("code", PROGRAM)):
        region = measure.region_of(measure.some_address(kind), space)
        assert name == region.kind or kind == "code"
        assert region.resident_bytes is None
    with pytest.raises(InvalidInput):
        measure.region_of(0x1000, space)
    with pytest.raises(InvalidInput):
        measure.some_address("attic")


def frames(**arguments):
    try:
        return measure.translation(**arguments)
    except Unavailable:
        if os.geteuid() == 0 and pagemap_tells():
            raise
        pytest.skip("root is needed and not here")


def pagemap_tells():
    with memory.area(1 << 21) as area:
        area.write(pages=1)
        return pagemap.read(area.address)[0].frame is not None


@pytest.mark.needs("root")
def test_every_page_has_a_frame_of_its_own_that_is_anonymous_and_mapped_once():
    found = frames(pages=64)

    assert 64 == len({one.median for one in found})
    assert found[5].conditions["address"] in str(plots.frames(found, "here"))
    for one in found:
        assert {"ANON", "MMAP"} <= set(one.conditions["flags"].split())
        assert 1 == one.conditions["mapped"]
        address = int(one.conditions["address"], 16)
        walk = model.real_walk(address + 0x123, int(one.median))
        assert (int(one.median) << 12) + 0x123 == walk.physical


@pytest.mark.needs("root")
def test_the_pieces_of_a_huge_page_are_neighbours_in_memory_too():
    if not memory.huge_pages():
        pytest.skip("huge pages are off")
    found = frames(pages=512, kind=memory.HUGE)
    if "THP" not in found[0].conditions["flags"]:
        return  # no huge page was free
    numbers = [int(one.median) for one in found]

    assert 0 == numbers[0] % 512
    assert list(range(numbers[0], numbers[0] + 512)) == numbers
    walk = model.real_walk(int(found[3].conditions["address"], 16), numbers[3], "2 MiB")
    assert numbers[3] << 12 == walk.physical


@pytest.mark.needs("root")
def test_pages_shared_by_fork_are_mapped_twice():
    with memory.area(1 << 21) as area:
        area.write(pages=1)
        frame = pagemap.read(area.address)[0].frame
        if frame is None:
            pytest.skip("root is needed and not here")
        ready, go = os.pipe(), os.pipe()
        child = os.fork()
        if child == 0:
            os.write(ready[1], b"x")
            os.read(go[0], 1)
            os._exit(0)
        try:
            os.read(ready[0], 1)
            assert 2 == kpage.count(frame)
        finally:
            os.write(go[1], b"x")
            os.waitpid(child, 0)
            for end in (*ready, *go):
                os.close(end)


# What the manual says, but for what Linux changes on the way to the signal: untouched
# memory that may be executed comes in first, and the kernel's half is always "present".
def test_this_processor_pushes_the_codes_that_the_model_predicts():
    found = by_condition(measure.page_faults(), "breach")

    assert set(BREACHES) == set(found)
    for name, code in model.error_codes().items():
        assert code == found[name].median, name
        assert 14 == found[name].conditions["trap"]
    assert "6 of 6" in plots.error_codes(tuple(found.values()), model.error_codes()).caption
    # A hole of four levels is an address like others with five.
    assert found["read_not_canonical"].conditions["trap"] in (13, 14)
    assert 0 == found["fetch_allowed"].conditions["trap"]


@pytest.mark.parametrize("text", ["", "read_unmapped 14", "a b c", "x 1 2\n" * 8])
def test_an_answer_of_the_program_that_is_damaged_is_refused(text):
    with pytest.raises(InvalidInput):
        parse_page_faults(text)


def test_a_word_of_pagemap_is_read_bit_by_bit():
    """Documentation/admin-guide/mm/pagemap.rst: each field alone."""
    present, swapped, file, exclusive, dirty = (
        pagemap.parse(struct.pack("=Q", 1 << bit | 5))[0] for bit in (63, 62, 61, 56, 55)
    )

    assert (True, 5) == (present.present, present.frame)
    assert (True, None) == (swapped.swapped, swapped.frame)
    assert (True, True, True) == (file.file, exclusive.exclusive, dirty.soft_dirty)
    assert not any((swapped.present, file.present, present.swapped, present.file))
    assert ("UPTODATE", "LRU", "THP") == kpage.parse(struct.pack("=Q", 1 << 3 | 1 << 5 | 1 << 22))


def test_what_is_not_there_or_not_ours_is_unavailable_or_refused(tmp_path):
    with pytest.raises(Unavailable):
        kpage.flags(0, tmp_path)
    with pytest.raises(InvalidInput):
        pagemap.read(0, task=2**31 - 1)
    (tmp_path / "self").mkdir()
    with pytest.raises(Unavailable):
        pagemap.read(0, proc=tmp_path)
    for bad in (b"x", "text", None):
        with pytest.raises(InvalidInput):
            pagemap.parse(bad)
        with pytest.raises(InvalidInput):
            kpage.parse(bad)
    assert () == pagemap.read(2**63 - 4096)


def test_counting_present_pages_agrees_with_reading_them():
    with memory.area(1 << 21) as area:
        area.write(first=3, pages=5)
        pages = pagemap.read(area.address, 512)

        assert 5 == sum(one.present for one in pages) == pagemap.present(area.address, 512)
        assert [False] * 3 + [True] * 5 == [one.present for one in pages[:8]]


def test_a_page_in_swap_is_not_counted_as_present(tmp_path):
    words = (1 << 63 | 7, 1 << 62 | 9, 0, 1 << 63 | 1 << 61 | 8)
    (tmp_path / "self").mkdir()
    (tmp_path / "self" / "pagemap").write_bytes(struct.pack("=4Q", *words))

    assert 2 == pagemap.present(0, 10, proc=tmp_path)
    assert [7, None, None, 8] == [one.frame for one in pagemap.read(0, 4, proc=tmp_path)]


def test_what_people_say_of_page_tables_is_asked_in_their_unit():
    """Exact counts: a sparse page has a table of its own, a huge page one set aside."""
    assert 100 == pytest.approx(folklore.sparse_table_share().median, abs=5)
    if memory.huge_pages():
        assert 1 == pytest.approx(folklore.huge_table_ratio().median, rel=0.1)
    assert 0 < folklore.present_share().median < 100


@pytest.mark.needs("root")
def test_neighbours_are_judged_by_their_frames():
    if not pagemap_tells():
        pytest.skip("root is needed and not here")
    assert 0 <= folklore.contiguous_share().median <= 100


def test_a_miss_costs_less_than_four_loads_from_memory():
    """Order only: paging-structure caches and the caches of entries make it far less."""
    assert 4 > folklore.walk_cost(repeats=3).median


def test_the_knees_are_the_cpus_and_the_heights_the_measurements(monkeypatch):
    def silent():
        raise Unavailable("the CPU's own word on its TLBs", "Ask an x86 CPU.")

    monkeypatch.setattr(sys.modules[measure.predicted_cost.__module__], "reported_tlbs", silent)
    pages, added = (8, 72, 80, 3072, 3073, 8192), (0.0, 2.0, 5.0, 7.0, 20.0, 30.0)
    levels, predicted = measure.predicted_cost(pages, added)

    assert [72, 3072] == [one.capacity for one in levels]
    assert (1.0, 1.0, 6.0, 6.0, 25.0, 25.0) == predicted


def test_steps_of_the_ladder_stand_where_the_caches_end():
    """Saved answers, so that only the kernel's word on its caches is asked."""
    found = recording.load("memory.ladder").measurements
    levels, steps = measure.predicted_ladder(found)
    sizes, latencies = measure.ladder_points(found)

    assert len(sizes) == len(steps)
    assert min(latencies) <= min(steps) <= max(steps) <= max(latencies)
    assert all(one.latency is not None for one in levels)
    rises = {a for a, b, c in zip(sizes, steps, steps[1:], strict=False) if b != c}
    assert len(rises) <= len(levels)


def test_costs_are_given_for_each_kind_of_page_that_was_measured():
    found = recording.load("memory.tlb_reach").measurements
    costs = measure.translation_costs(found)

    assert {one.conditions["kind"] for one in found} - {"packed"} == set(costs)
    assert measure.translation_cost(found)[1] == costs["anonymous"]
