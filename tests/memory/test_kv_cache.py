"""Who gets slots of a key-value cache: by hand, by laws, and beside the paper's figure."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oslab.errors import InvalidInput
from oslab.memory import metrics, model, view
from oslab.memory.records.kv_cache import EXACT, LONGEST, PAGED, ROUNDED, SCHEMES


def test_a_lone_request_runs_as_long_as_its_answer_in_every_scheme():
    [asked] = model.requests(1)
    for record in model.kv_schemes(count=1):
        assert asked.answer == len(record.moments)
        assert (1, 1, 0) == (record.admitted, record.finished, record.preempted)
        assert asked.prompt + 1 == record.moments[0].tokens
        assert asked.prompt + asked.answer == record.moments[-1].tokens


def test_what_a_request_is_given_is_what_its_scheme_says():
    [asked] = model.requests(1, seed=3)
    given_slots = {
        one.scheme: one.moments[-1].reserved for one in model.kv_schemes(count=1, seed=3)
    }
    total = asked.prompt + asked.answer

    assert asked.prompt + 512 == given_slots[LONGEST]
    assert total == given_slots[EXACT]
    assert given_slots[ROUNDED] - asked.prompt == 1 << (asked.answer - 1).bit_length()
    assert -(-total // 16) * 16 == given_slots[PAGED]


def test_shares_are_ordered_as_in_the_papers_figure_2():
    """W. Kwon and others, SOSP 2023, figure 2: Max, Pow2, Oracle, vLLM, in this order."""
    shares = [metrics.token_share(one) for one in model.kv_schemes(count=200, gap=2)]

    assert shares == sorted(shares)
    assert shares[0] < 0.3
    assert shares[3] > 0.9


def test_a_small_cache_preempts_the_one_that_came_last():
    record = model.kv_cache(slots=700, count=20, gap=1)

    assert record.preempted > 0
    assert record.admitted == record.finished + record.preempted == 20 + record.preempted


CASES = {
    "scheme": st.sampled_from(SCHEMES), "slots": st.integers(650, 4000),
    "block": st.sampled_from([1, 8, 16, 64]), "count": st.integers(1, 30),
    "gap": st.integers(0, 30), "seed": st.integers(0, 99),
}  # fmt: skip


@settings(max_examples=40)
@given(**CASES)
def test_slots_are_never_given_twice_and_every_request_is_served(**asked):
    record = model.kv_cache(**asked)

    assert record.finished == asked["count"]
    assert record.admitted == record.finished + record.preempted
    assert record.scheme == PAGED or record.preempted == 0
    for one in record.moments:
        assert one.tokens <= one.reserved <= asked["slots"]
    total = sum(metric(record) for metric in
                (metrics.token_share, metrics.reserved_share, metrics.unusable_share))  # fmt: skip
    assert total == pytest.approx(1)


@settings(max_examples=40)
@given(**CASES, steps=st.integers(1, 400))
def test_extents_do_not_overlap_and_hold_all_tokens(steps, **asked):
    record = model.kv_cache(**asked, steps=steps)
    ends = [one.start + one.slots for one in record.extents]

    assert all(end <= after.start for end, after in zip(ends, record.extents[1:], strict=False))
    assert all(end <= asked["slots"] for end in ends)
    if record.finished < asked["count"]:
        assert len({one.request for one in record.extents}) <= record.moments[-1].running
    if record.scheme == PAGED:
        # Only the last block of a request can be partly empty.
        for number in {one.request for one in record.extents}:
            part = sum(o.slots - o.tokens for o in record.extents if o.request == number)
            assert part < 2 * record.block


def test_blocks_of_one_slot_waste_nothing_and_large_ones_do():
    waste = [metrics.reserved_share(model.kv_cache(block=b)) for b in (1, 16, 64, 256)]

    assert waste[0] < 0.01
    assert waste == sorted(waste)


def test_the_pictures_count_what_is_wasted():
    before = view.kv_cache(model.kv_cache(LONGEST, steps=200))
    after = view.kv_cache(model.kv_cache(PAGED, steps=200))

    assert str(before) == (
        "2,048 slots, longest possible, after step 200. 3 requests in, 17 waiting; "
        "433 tokens, 1,423 slots reserved for nothing, 192 free."
    )
    assert "12 requests in, 0 waiting" in str(after)
    assert "paged: 94 % tokens" in str(view.kv_schemes(model.kv_schemes()))


def test_a_request_that_can_never_fit_is_refused():
    with pytest.raises(InvalidInput):
        model.kv_cache(LONGEST, slots=300)
    with pytest.raises(InvalidInput):
        model.kv_cache(steps=0)
