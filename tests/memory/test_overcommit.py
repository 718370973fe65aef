"""The three modes, against arithmetic by hand and against this kernel's own commit limit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput
from oslab.linux.procfs import meminfo
from oslab.memory import metrics, model, view

GIB = 1 << 18  # pages


def test_mode_0_looks_at_one_request_at_a_time():
    # Eight GiB of RAM: six times four GiB are promised, once nine are not.
    assert (True,) * 6 == model.overcommit(0, 8, request_gib=4).granted
    assert (False,) * 6 == model.overcommit(0, 8, request_gib=9).granted
    assert (True,) * 6 == model.overcommit(0, 8, swap_gib=1, request_gib=9).granted


def test_mode_1_promises_everything():
    record = model.overcommit(1, 8, request_gib=1000, requests=3)

    assert ((True,) * 3, None) == (record.granted, record.limit)
    assert (3000 + 2 - 8) * GIB == metrics.uncovered(record)


def test_mode_2_keeps_the_sum_below_the_limit_and_a_reserve():
    # Half of 8 GiB and 2 GiB of swap make 6; 1 is promised; the reserves are 8 and
    # up to 128 MiB, so of five requests for 1 GiB the fifth would come to 6.
    record = model.overcommit(2, 8, 2, 50, committed_gib=1, request_gib=1, requests=6)

    assert (True,) * 4 + (False,) * 2 == record.granted
    assert 5 * GIB == metrics.promised(record)
    assert metrics.uncovered(record) == 0
    assert 6 * GIB - 8 * 256 == record.limit
    assert 6 * GIB == model.overcommit(2, 8, 2, root=True).limit


def test_mode_2_leaves_a_part_that_one_process_may_not_have():
    # 7.9 of 8 GiB would do, but the process has 3.95 already: 3.95 / 32 GiB are kept back.
    record = model.overcommit(2, 8, ratio=100, committed_gib=0, request_gib=3.95, root=True)
    other = model.overcommit(2, 8, ratio=100, committed_gib=3.95, request_gib=3.95, root=True)

    assert 1 == sum(record.granted)
    assert 1 == sum(other.granted)  # promised to others: nothing is kept back for those


@pytest.mark.parametrize(
    ("ram", "swap", "ratio", "hugetlb", "limit"),
    [
        (1000, 0, 50, 0, 500),
        (1000, 300, 50, 0, 800),
        (1000, 300, 80, 200, 940),
        (999, 0, 50, 0, 499),
        (1000, 0, 150, 0, 1500),
        (0, 0, 50, 0, 0),
    ],
)
def test_the_commit_limit_is_the_documents_formula(ram, swap, ratio, hugetlb, limit):
    """Documentation/mm/overcommit-accounting.rst; proc_meminfo(5), CommitLimit."""
    assert limit == model.commit_limit(ram, swap, ratio, hugetlb)


@pytest.mark.kernel
def test_this_kernels_commit_limit_is_the_models_to_the_page():
    memory = meminfo.read()
    ram, swap = memory["MemTotal"] // 4096, memory["SwapTotal"] // 4096
    hugetlb = memory.get("Hugetlb", 0) // 4096
    # The ratio is a setting; one that fits must exist, and the default fits unless it was changed.
    limits = {model.commit_limit(ram, swap, ratio, hugetlb) for ratio in range(201)}

    assert memory["CommitLimit"] // 4096 in limits


@given(
    ram=st.integers(1, 64), swap=st.integers(0, 64), before=st.integers(0, 64),
    request=st.integers(1, 64), requests=st.integers(1, 20), ratio=st.integers(0, 120),
)  # fmt: skip
def test_a_stricter_mode_never_grants_more(ram, swap, before, request, requests, ratio):
    same = (ram, swap, ratio, before, request, requests)
    loose, always, strict = (model.overcommit(mode, *same) for mode in (0, 1, 2))

    assert sum(strict.granted) <= sum(always.granted) == requests
    assert len(set(loose.granted)) == 1
    assert strict.granted == tuple(sorted(strict.granted, reverse=True))
    if any(strict.granted):
        assert metrics.promised(strict) < strict.limit
    if ratio <= 100 and before <= ram * ratio / 100 + swap:
        assert metrics.uncovered(strict) == 0


def test_the_picture_counts_what_cannot_be_kept():
    picture = view.overcommit(model.overcommit(0, 8, request_gib=4, requests=6))

    assert str(picture) == (
        "Mode 0: 6 of 6 requests of 4 GiB granted. "
        "26 GiB promised, 8 GiB there: 18 GiB cannot be kept."
    )
    assert len(picture.svg) < 5_000
    with pytest.raises(InvalidInput):
        view.overcommit(model.overcommit(requests=65))
