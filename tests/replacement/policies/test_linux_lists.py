"""The kernel's two models, each rule on a string small enough to follow by hand."""

from oslab.replacement import ActiveInactive, Fifo, MultiGeneration, simulate
from oslab.replacement.model import count
from oslab.replacement.policies.generations import Tiers
from oslab.replacement.records.textbook import mixed


def lists(record):
    return dict(record.notes[-1].lists)


def test_the_second_read_activates_and_the_first_does_not():
    """The read that faults a page in marks it; the next activates it."""
    assert {"inactive": (1, 2), "active": ()} == lists(simulate([1, 2], 4, ActiveInactive("read")))
    record = simulate([1, 2, 1], 4, ActiveInactive("read"))
    assert {"inactive": (2,), "active": (1,)} == lists(record)


def test_a_scan_by_read_does_not_touch_the_active_list():
    record = simulate([1, 1, *range(10, 30)], 4, ActiveInactive("read"))

    assert (1,) == lists(record)["active"]
    assert 1 not in record.evictions


def test_reclaim_ignores_the_mark_of_a_page_that_was_read_once():
    assert (1,) == simulate([1, 2, 3], 2, ActiveInactive("read")).evictions


def test_a_mapped_page_is_spared_once_and_activated_the_second_time():
    """All bits are set by the faults: every page rotates, then 1 is found used again."""
    record = simulate([1, 2, 3, 2, 4], 2, ActiveInactive("mapped"))

    assert (1, 3) == record.evictions  # 3 had one trip more than 2, which was used again
    assert {"inactive": (4,), "active": (2,)} == lists(record)


def test_advice_of_random_access_makes_the_two_lists_a_queue():
    for frames in (3, 20, 100):
        fifo = count(mixed(), frames, Fifo())
        assert fifo == count(mixed(), frames, ActiveInactive("advised_random"))


def test_a_refault_within_the_active_list_is_activated_at_once():
    """1 and 2 are active. 3 leaves for 5, and 4 for 3 itself: its refault distance is 2."""
    record = simulate([1, 1, 2, 2, 3, 4, 5, 3], 4, ActiveInactive("read"))
    assert (1, 2, 3) == lists(record)["active"]

    late = simulate([1, 1, 2, 2, 3, 4, 5, 6, 3], 4, ActiveInactive("read"))
    assert (1, 2) == lists(late)["active"]  # 3 is more than the active list is long


def test_a_refault_makes_the_next_reclaim_take_a_page_off_the_active_list():
    """Three of eight are active, so the list is not too long: only the refault shrinks it."""
    active = [1, 1, 2, 2, 3, 3]
    record = simulate([*active, 4, 5, 6, 7, 8, 9, 4, 10], 8, ActiveInactive("read", ratio=3))

    assert (2, 3, 4) == lists(record)["active"]
    assert 1 in lists(record)["inactive"]


def test_the_active_list_is_kept_no_longer_than_ratio_times_the_inactive_one():
    references = [page for page in mixed(600) for _ in range(2)]
    for ratio in (1, 3):
        record = simulate(references, 12, ActiveInactive("read", ratio))
        longest = 0
        for note, gone in zip(record.notes, record.evicted, strict=True):
            found = dict(note.lists)
            if gone is not None:
                assert len(found["active"]) - 1 <= ratio * (len(found["inactive"]) + 1)
                longest = max(longest, len(found["active"]))
        assert 12 * ratio // (ratio + 1) <= longest


def test_a_faulted_page_is_of_the_youngest_generation_and_a_read_one_is_not():
    assert (1,) == lists(simulate([1], 4, MultiGeneration()))["generation 3"]
    assert (1,) == lists(simulate([1], 4, MultiGeneration("read")))["generation 1"]


def test_aging_promotes_what_was_used_and_eviction_takes_the_rest():
    """The first reclaim ages, which clears all bits; then 1 is used again and 2 is not."""
    record = simulate([1, 2, 3, 4, 2, 5, 2, 6], 3, MultiGeneration())

    assert 2 not in record.evictions
    assert (1, 3, 4) == record.evictions


def test_there_are_never_more_than_four_generations_and_never_fewer_than_two():
    for access in ("mapped", "read"):
        seen = {len(n.lists) for n in simulate(mixed(600), 20, MultiGeneration(access)).notes}
        assert {3, 4} == seen  # eviction never leaves two: it ages before it takes a page


def test_tiers_are_logarithms_of_uses():
    assert [0, 1, 2, 2, 3, 3] == [Tiers.of(uses) for uses in (1, 2, 3, 4, 5, 9)]


def test_a_tier_is_protected_once_it_refaults_more_than_pages_used_once():
    tiers = Tiers(batch=2)
    tiers.evicted[:2] = [10, 10]
    assert not tiers.protects(1)
    tiers.refaulted[1] = 9
    assert tiers.protects(1)
    tiers.refaulted[0] = 9
    assert not tiers.protects(1)  # single-use pages refault as much: no outlier


def test_protection_lets_reads_of_a_hot_set_survive_a_scan():
    hot = [page for _ in range(3) for page in range(8)]
    trace = [one for turn in range(40) for one in (*hot, *range(100 + 30 * turn, 130 + 30 * turn))]

    eager = count(trace, 20, MultiGeneration("read", batch=1))
    assert eager < count(trace, 20, MultiGeneration("read", batch=1 << 20))
