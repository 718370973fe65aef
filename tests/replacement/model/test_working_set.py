"""Working sets, fault frequency and thrashing, on numbers that can be worked out by hand."""

from hypothesis import given
from hypothesis import strategies as st

from oslab.replacement.model import (
    fault_frequency,
    pattern,
    residency,
    thrashing,
    working_set,
)

SILBERSCHATZ = [2, 6, 1, 5, 7, 7, 7, 7, 5, 1, 6, 2, 3, 4, 1, 2, 3, 4, 4, 4, 3, 4, 3, 4, 4, 4]


def test_the_two_working_sets_of_silberschatz_figure_10_22():
    """Window 10: {1, 2, 5, 6, 7} at the first time marked, {3, 4} at the second."""
    sizes = working_set(SILBERSCHATZ, window=10).sizes

    assert 5 == sizes[9]
    assert 2 == sizes[25]


def test_a_page_that_rests_for_a_window_is_missing_when_it_returns():
    assert working_set([1, 2, 3, 1], window=3).faults == (True, True, True, False)
    assert working_set([1, 2, 3, 1], window=2).faults == (True, True, True, True)


@given(st.lists(st.integers(0, 6), min_size=1, max_size=50), st.integers(1, 20))
def test_a_working_set_is_what_it_is_defined_to_be(references, window):
    record = working_set(references, window)

    for now in range(len(references)):
        recent = references[max(0, now - window + 1) : now + 1]
        assert len(set(recent)) == record.sizes[now]
        before = references[max(0, now - window) : now]
        assert record.faults[now] == (references[now] not in before)


def test_fault_frequency_shrinks_after_a_long_quiet_and_grows_after_a_short_one():
    quiet = [1, 2, 3, *[1] * 10, 4]

    record = fault_frequency(quiet, threshold=5)
    assert (1, 2, 3) == record.sizes[:3]
    assert 3 == record.sizes[-1]  # 3 and 1 were used since 3 faulted, and 4 came
    assert 4 == fault_frequency(quiet, threshold=50).sizes[-1]


def test_figures_ask_for_a_rule_by_name():
    string = pattern(kind="phases", pages=100, length=1_200)

    assert residency(setting=50) == working_set(string, 50)
    assert residency(rule="fault frequency", setting=50) == fault_frequency(string, 50)


def test_the_cpu_falls_where_the_working_sets_no_longer_fit():
    record = thrashing(frames=200, working_set=20, most=20)

    assert 10 == record.best
    assert list(record.cpu[:10]) == sorted(record.cpu[:10])
    assert record.cpu[11] < record.cpu[9] / 2
    assert record.disk[-1] > 0.99


def test_one_process_alone_works_for_its_lifetime_and_waits_for_the_disk():
    """No queue with one process: CPU share = lifetime / (lifetime + service)."""
    record = thrashing(frames=200, working_set=20, service=25, most=1)

    life = record.lifetimes[0]
    assert abs(record.cpu[0] - life / (life + 25)) < 1e-12


def test_equal_stations_share_the_load_as_a_formula_says():
    """Two stations of equal demand and n customers: each is busy n / (n + 1)."""
    even = thrashing(frames=10_000, working_set=20, service=50, most=6)

    assert 50 == even.lifetimes[0]
    for processes, busy in enumerate(even.cpu, 1):
        assert abs(busy - processes / (processes + 1)) < 1e-9
