"""How large the parents may be: to 1 GiB where there is room, little on a lent machine."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput
from oslab.processes import measure
from oslab.processes.measure.fork_sizes import IN_USE_BYTES

MIB, GIB = 1 << 20, 1 << 30


@pytest.mark.parametrize(
    ("name", "available", "limit_mib", "used_mib", "sizes"),
    [
        ("a workstation", 20 * GIB, math.inf, 0, [2, 8, 32, 256, 1024]),
        ("a laptop with 4 GiB free", 4 * GIB, math.inf, 0, [2, 8, 32, 128, 512]),
        ("a container of 8 GiB", 20 * GIB, 8192, 500, [2, 8, 32, 256, 1024]),
        ("Binder, 2 GiB, a page just started", 20 * GIB, 2048, 200, [2, 4, 8, 16, 32]),
        ("Binder, 1 GiB, a page just started", 20 * GIB, 1024, 200, [2, 4, 8, 16, 32]),
        ("Binder, 1 GiB, a second notebook open", 20 * GIB, 1024, 270, [2, 4, 8, 16]),
        ("Binder, 1 GiB, three notebooks open", 20 * GIB, 1024, 370, []),
        ("Binder, 450 MB", 20 * GIB, 429, 200, [2, 4, 8, 16]),
        ("a group that is full", 20 * GIB, 1024, 1024, []),
        ("a host that is full", 30 * MIB, math.inf, 0, []),
    ],
)
def test_the_sizes_follow_the_memory_that_is_there(
    name: str, available: int, limit_mib: float, used_mib: int, sizes: list[int]
) -> None:
    spendable = measure.spendable_bytes(available, limit_mib * MIB, used_mib * MIB)
    assert sizes == [size // MIB for size in measure.fork_sizes(spendable)], name


@given(st.integers(0, 2 * GIB), st.integers(0, 2 * GIB), st.integers(1, 20))
def test_a_lent_machine_never_holds_more_than_the_promise(
    limit: int, used: int, parents: int
) -> None:
    sizes = measure.fork_sizes(measure.spendable_bytes(1 << 40, limit, used), parents)
    assert not sizes or used + parents * max(sizes) < min(limit, IN_USE_BYTES)


@given(st.integers(0, 1 << 40), st.integers(1, 100))
def test_sizes_are_different_huge_page_multiples_from_two_mebibytes_on(
    spendable: int, parents: int
) -> None:
    sizes = measure.fork_sizes(spendable, parents)
    assert sorted(set(sizes)) == list(sizes)
    assert all(size % (2 * MIB) == 0 for size in sizes)
    assert not sizes or (sizes[0] == 2 * MIB and len(sizes) >= 4)
    assert parents * max(sizes, default=0) <= spendable


@given(st.one_of(st.none(), st.floats(max_value=-0.1), st.text(), st.booleans(), st.just(math.nan)))
def test_nonsense_is_named(value: object) -> None:
    for ask in (
        lambda: measure.fork_sizes(value),  # type: ignore[arg-type]
        lambda: measure.fork_sizes(1 << 30, value),  # type: ignore[arg-type]
        lambda: measure.spendable_bytes(value, 1, 1),  # type: ignore[arg-type]
        lambda: measure.spendable_bytes(1, value, 1),  # type: ignore[arg-type]
        lambda: measure.spendable_bytes(1, 1, value),  # type: ignore[arg-type]
    ):
        with pytest.raises(InvalidInput):
            ask()
