"""Printed examples of the buddy system, laws over every row of requests, a second allocator."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput
from oslab.memory import metrics, model, view
from oslab.memory.model.zone import CHOICES, LOWEST, Zone
from oslab.memory.records.buddy import FreeCounts

STALLINGS = [
    "1024",
    "A128 128 256 512",
    "A128 128 B256 512",
    "A128 C64 64 B256 512",
    "A128 C64 64 B256 D256 256",
    "A128 C64 64 256 D256 256",
    "128 C64 64 256 D256 256",
    "E128 C64 64 256 D256 256",
    "E128 128 256 D256 256",
    "512 D256 256",
    "1024",
]
"""W. Stallings, Operating Systems, figure 7.6, "Example of Buddy System", line by line."""


def layout(step, unit):
    return " ".join(f"{block.owner}{unit << block.order}" for block in step.blocks)


@pytest.mark.parametrize("choice", CHOICES)
def test_stallings_figure_7_6(choice):
    record = model.buddy(choice=choice)

    assert STALLINGS == [layout(step, 64) for step in record.steps]


def test_silberschatz_21_kb_of_256():
    """A. Silberschatz and others, Operating System Concepts, section 10.8.1."""
    record = model.buddy("C 21", size=256, unit=1, choice=LOWEST)

    assert layout(record.steps[1], 1) == "C32 32 64 128"
    assert record.steps[1].splits == (8, 7, 6)
    assert metrics.internal_waste(record) == 11


def test_silberschatz_exercise_with_1_024_kb():
    """An exercise of the same book: 6 KB, 250, 900, 1,500 bytes and 7 KB, then three leave.

    The sizes that are free before they leave are those of its published solution.
    """
    asked = "a 6144, b 250, c 900, d 1500, e 7168"
    before = model.buddy(asked, 1 << 20, 256, "bytes", LOWEST)
    after = model.buddy(f"{asked}, -b, -c, -d", 1 << 20, 256, "bytes", LOWEST)
    large = [32768 << n for n in range(5)]

    assert [256, 512, 4096, 8192, *large] == free_sizes(before)
    assert [8192, 8192, *large] == free_sizes(after)


def free_sizes(record):
    return sorted(record.unit << one.order for one in record.steps[-1].blocks if not one.owner)


def test_the_address_of_a_buddy_differs_in_one_bit():
    """D. E. Knuth, The Art of Computer Programming, vol. 1, section 2.5, (10) and (11)."""
    zone = Zone(5)
    starts = [zone.allocate(3)[0] for _ in range(4)]

    assert sorted(starts) == [0, 8, 16, 24]
    assert zone.release(8) == ()  # 8 ^ 8 is 0, in use
    assert zone.release(0) == (3,)  # merges with 8, not further: 16 is in use
    assert zone.release(24) == ()
    assert zone.release(16) == (3, 4)


def test_the_kernel_gives_out_what_was_freed_last():
    zone = Zone(4)
    starts = [zone.allocate(0)[0] for _ in range(16)]
    for place in (1, 13, 5):
        zone.release(starts[place])

    assert starts == list(range(16))
    assert zone.free[0] == (5, 13, 1)
    assert zone.allocate(0) == (5, ())


def test_a_block_that_may_soon_merge_waits_at_the_tail():
    """mm/page_alloc.c, `buddy_merge_likely`: the pair above it has a free buddy already."""
    zone = Zone(4)
    for _ in range(16):
        zone.allocate(0)
    zone.release(9)
    zone.release(0)
    zone.release(1)  # 0 and 1 merge to a block of order 1
    zone.release(2)  # with 3 it would merge with that block

    assert zone.free[0] == (9, 2)


class Bitmap:
    """A second allocator: an array of owners, the aligned free run that splits least."""

    def __init__(self, order):
        self.order, self.owner = order, [None] * (1 << order)
        self.blocks = {}

    def free_block(self, start):
        """The largest aligned free block around a free unit."""
        order = 0
        while order < self.order:
            size = 2 << order
            low = start // size * size
            if any(self.owner[low : low + size]):
                break
            order += 1
        return start >> order << order, order

    def counts(self):
        found = {self.free_block(i) for i, owner in enumerate(self.owner) if not owner}
        return tuple(sum(k == order for _, k in found) for order in range(self.order + 1))

    def allocate(self, order):
        free = {self.free_block(i) for i, owner in enumerate(self.owner) if not owner}
        fitting = sorted((k, start) for start, k in free if k >= order)
        if not fitting:
            return None
        start = fitting[0][1]
        self.owner[start : start + (1 << order)] = [True] * (1 << order)
        self.blocks[start] = order
        return start

    def release(self, start):
        size = 1 << self.blocks.pop(start)
        self.owner[start : start + size] = [None] * size


REQUESTS = st.lists(st.tuples(st.booleans(), st.integers(0, 4), st.integers(0, 99)), max_size=60)


@given(order=st.integers(0, 6), requests=REQUESTS)
def test_a_second_allocator_gives_the_same_blocks(order, requests):
    zone, other = Zone(order, LOWEST), Bitmap(order)
    for come, size, which in requests:
        if come:
            assert zone.allocate(size)[0] == other.allocate(size)
        elif other.blocks:
            start = sorted(other.blocks)[which % len(other.blocks)]
            zone.release(start)
            other.release(start)
        assert other.counts() == zone.counts


@given(order=st.integers(0, 6), requests=REQUESTS, choice=st.sampled_from(CHOICES))
def test_blocks_never_overlap_space_is_conserved_and_all_merges_when_all_leave(
    order, requests, choice
):
    zone = Zone(order, choice)
    held = []
    for come, size, which in requests:
        if come:
            start, splits = zone.allocate(size)
            if start is None:
                assert all(not one for one in zone.free[size:])
                continue
            assert start % (1 << size) == 0
            assert list(splits) == sorted(splits, reverse=True)
            held.append(start)
        elif held:
            zone.release(held.pop(which % len(held)))
        units = [
            unit
            for start, k in [
                *zone.used.items(),
                *((s, k) for k, f in enumerate(zone.free) for s in f),
            ]
            for unit in range(start, start + (1 << k))
        ]
        assert sorted(units) == list(range(1 << order))
        for k, free in enumerate(zone.free[:-1]):
            assert not any(start ^ (1 << k) in free for start in free), "buddies left apart"
    for start in held:
        zone.release(start)
    assert zone.counts == (*[0] * order, 1)


def test_a_row_of_requests_is_checked():
    for wrong in ("A", "A x", "A 1, A 2", "-A", "A -3", "A 0", "A 1 2", 7, "A 10000000000"):
        with pytest.raises(InvalidInput):
            model.buddy(wrong)
    for size, unit in ((1000, 64), (64, 128), (1024, 3)):
        with pytest.raises(InvalidInput):
            model.buddy(size=size, unit=unit)
    with pytest.raises(InvalidInput):
        Zone(3).release(0)


def test_a_refused_request_changes_nothing_and_may_be_given_back():
    record = model.buddy("A 600, B 600, -B, -A")

    assert [None, 0] == [record.steps[2].start, record.steps[1].start]
    assert record.steps[1].blocks == record.steps[2].blocks == record.steps[3].blocks
    assert layout(record.steps[-1], 64) == "1024"


def test_fragmentation_is_the_kernels_own_arithmetic():
    """mm/vmstat.c, `unusable_free_index` and `__fragmentation_index`, worked out by hand."""
    free = FreeCounts((8, 0, 2, 1), 64)

    assert 8 + 8 + 8 == free.free
    assert [0, 8 / 24, 8 / 24, 16 / 24] == [
        pytest.approx(metrics.unusable(free, order)) for order in range(4)
    ]
    assert metrics.fragmentation_index(free, 3) == -1
    # Order 4 fails: 1000 - (1000 + 24000 / 16) / 11 = 1000 - 227
    assert metrics.fragmentation_index(free, 4) == 0.773
    assert metrics.fragmentation_index(FreeCounts((0, 0), 4), 1) == 0
    assert metrics.unusable(FreeCounts((0, 0), 4), 1) == 1


@given(filled=st.integers(0, 99), seed=st.integers(0, 99), large=st.integers(0, 100))
def test_an_aged_zone_has_what_is_not_in_use(filled, seed, large):
    free = model.aged_zone(order=7, filled=filled, seed=seed, large=large)

    assert len(free.counts) == 11
    assert 128 - 128 * filled // 100 <= free.free <= 128 - 128 * filled // 100 + 8
    shares = [metrics.unusable(free, order) for order in range(11)]
    assert shares == sorted(shares)
    assert model.aged_zone(order=7, filled=0, seed=seed, large=large).counts[7] == 1


def test_age_takes_the_large_blocks():
    fresh = Zone(12)
    for _ in range(3072):
        fresh.allocate(0)

    assert fresh.counts[10] == 1
    assert model.aged_zone(filled=75).counts[6:] == (0,) * 5


def test_the_pictures_say_what_a_step_did():
    fourth = view.buddy(model.buddy_step(4))

    assert str(fourth) == (
        "Step 4: D 256 KB gets 256, once halved. A 128, C 64, free 64, B 256, D 256, free 256. "
        "320 KB free, largest block 256; 44 KB wasted inside blocks."
    )
    assert len(fourth.svg) < 6_000
    assert str(view.buddy(model.buddy_step(0))).startswith("1,024 KB, all free.")
    assert "1,024 of 4,096 pages are free" in str(view.free_blocks(model.aged_zone()))
    both = view.unusable_free((model.aged_zone(), model.aged_zone(filled=50)), ("a", "b"))
    assert "b: 100 % for 1,024 pages" in str(both)
    with pytest.raises(InvalidInput):
        view.unusable_free((model.aged_zone(),), ())
    with pytest.raises(InvalidInput):
        view.buddy(model.buddy(size=64 << 9))
