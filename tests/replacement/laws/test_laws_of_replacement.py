"""Laws over every policy and every string of references that hypothesis invents."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oslab.replacement import (
    POLICIES,
    ActiveInactive,
    Aging,
    Clock,
    Fifo,
    Lfu,
    Lru,
    MultiGeneration,
    Nru,
    Optimal,
    Random,
    S3Fifo,
    SecondChance,
    TwoQ,
    simulate,
)
from oslab.replacement.model import count

EVERY = (
    *(make() for make in POLICIES.values()),
    *(Clock(bit, advance) for bit, advance in product((True, False), repeat=2)),
    SecondChance(bit_on_load=False),
    Lfu("first_loaded"), Lfu(remember=True), Random(7),
    Nru(1), Nru(3, written=(0, 2, 4)), Nru(5, seed=1), Nru(4, bit_on_load=False),
    Aging(1), Aging(3, bits=2, recent=False),
    TwoQ(50, 100), S3Fifo(50, 200, 1),
    ActiveInactive("read"), ActiveInactive("read", 3), ActiveInactive("advised_random"),
    MultiGeneration("mapped", 1), MultiGeneration("read", 1), MultiGeneration("read"),
)  # fmt: skip
GHOSTS = {"A1out", "B1", "B2", "ghost"}

references = st.lists(st.integers(0, 9), min_size=1, max_size=60)
frames = st.integers(1, 8)


def resident(note):
    """Return the pages that the policy's own lists say are in memory, sorted."""
    return sorted(page for name, pages in note.lists if name not in GHOSTS for page in pages)


@pytest.mark.parametrize("policy", EVERY, ids=repr)
@given(references=references, frames=frames)
@settings(max_examples=40)
def test_the_laws_of_demand_paging_hold(policy, references, frames):
    record = simulate(references, frames, policy)

    before = set()
    for page, fault, gone, row in zip(
        record.references, record.faults, record.evicted, record.table, strict=True
    ):
        now = {one for one in row if one is not None}
        assert fault == (page not in before)  # a hit if and only if it was resident
        assert page in now  # what is referenced is there
        assert len(now) <= frames
        assert (gone is not None) == (fault and len(before) == frames)  # only when full
        assert now == (before | {page}) - {gone}  # one page leaves, and only by eviction
        before = now
    assert len(set(references)) <= record.fault_count <= len(references)
    assert record.fault_count == count(references, frames, policy)
    assert len(record.evictions) == record.fault_count - min(frames, len(set(references)))


@pytest.mark.parametrize("policy", EVERY, ids=repr)
@given(references=references, frames=frames)
@settings(max_examples=25)
def test_a_policy_knows_exactly_the_resident_pages(policy, references, frames):
    record = simulate(references, frames, policy)

    for note, row in zip(record.notes, record.table, strict=True):
        assert sorted(page for page in row if page is not None) == resident(note)
        assert note.hand is None or note.hand in row


@pytest.mark.parametrize("policy", EVERY, ids=repr)
@given(references=references, frames=frames)
@settings(max_examples=25)
def test_nobody_beats_the_optimum(policy, references, frames):
    assert count(references, frames, Optimal()) <= count(references, frames, policy)


@pytest.mark.parametrize("policy", EVERY, ids=repr)
@given(references=references, frames=frames)
@settings(max_examples=10)
def test_the_same_input_gives_the_same_record(policy, references, frames):
    assert simulate(references, frames, policy) == simulate(tuple(references), frames, policy)


@pytest.mark.parametrize("policy", EVERY, ids=repr)
@given(references=references, more=st.lists(st.integers(0, 9), max_size=20), frames=frames)
@settings(max_examples=15)
def test_nobody_but_the_optimum_knows_the_future(policy, references, more, frames):
    if policy == Optimal():
        return
    whole = simulate(references + more, frames, policy)
    part = simulate(references, frames, policy)
    assert part.evicted == whole.evicted[: len(references)]


@pytest.mark.parametrize("policy", [Lru(), Optimal(), Lfu(remember=True)], ids=repr)
@given(references=references, frames=frames)
@settings(max_examples=120)
def test_stack_algorithms_keep_what_they_would_keep_in_fewer_frames(policy, references, frames):
    """Mattson's inclusion. For the optimum ties may part the tables, never the counts."""
    small, large = (simulate(references, count_, policy) for count_ in (frames, frames + 1))

    assert large.fault_count <= small.fault_count
    if policy != Optimal():
        for few, many in zip(small.table, large.table, strict=True):
            assert set(few) <= set(many) | {None}


@given(references=references, frames=frames)
def test_the_clock_and_the_second_chance_queue_evict_the_same_pages(references, frames):
    for bit in (True, False):
        clock = simulate(references, frames, Clock(bit_on_load=bit))
        assert clock.evicted == simulate(references, frames, SecondChance(bit)).evicted


@given(references=references, frames=frames)
def test_bits_that_are_never_read_make_fifo_of_everything(references, frames):
    """Each page once in a row: no hit ever sets a bit, so the order of arrival is all."""
    string = list(dict.fromkeys(references))
    fifo = simulate(string, frames, Fifo()).evicted
    for policy in (Clock(False), Lru(), Lfu(), Nru(1000), ActiveInactive()):
        assert fifo == simulate(string, frames, policy).evicted


@given(references=references)
def test_with_room_for_all_every_page_faults_once(references):
    for policy in EVERY:
        assert len(set(references)) == count(references, 10, policy)
