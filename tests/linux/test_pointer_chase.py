"""Rings of pointers: one cycle through all places, and memory that is given back."""

from __future__ import annotations

import ctypes

import pytest

from oslab.errors import InvalidInput, Unavailable
from oslab.linux import c_program, memory, pointer_chase
from oslab.linux.dialogue import dialogue


def visited(start: int, hops: int) -> list[int]:
    """Follow a ring in Python, word by word."""
    at, seen = start, []
    for _ in range(hops):
        seen.append(at)
        at = ctypes.c_int64.from_address(at).value
    return [*seen, at]


@pytest.mark.parametrize("seed", [0, 1, 7])
@pytest.mark.parametrize(
    ("places", "stride", "spread"), [(2, 64, False), (640, 64, False), (97, 4096, True)]
)
def test_the_ring_is_one_cycle_through_every_place(
    places: int, stride: int, spread: bool, seed: int
) -> None:
    asked = pointer_chase.ring(places, stride_bytes=stride, spread=spread, seed=seed)
    with asked as ring:
        start = ring._at
        path = visited(start, places)
        assert places == len(set(path))
        assert start == path[-1]
        lines = [(at - start) % stride // 64 for at in path[:-1]]
        assert (len(set(lines)) == 64) is (places == 97)
        # Half the places and half again: the walk goes on where it stopped.
        assert ring.walk(places // 2) >= 0
        assert ring._at == path[places // 2]


def test_another_seed_is_another_order() -> None:
    orders = set()
    for seed in range(3):
        with pointer_chase.ring(64, seed=seed) as ring:
            orders.add(tuple(at - ring._at for at in visited(ring._at, 64)))
    assert len(orders) == 3


@pytest.mark.kernel
def test_a_ring_in_huge_pages_stands_in_huge_pages() -> None:
    try:
        with pointer_chase.ring(1024, stride_bytes=4096, kind=memory.HUGE) as ring:
            assert ring.walk(1024) > 0
            assert ring._at % memory.HUGE_PAGE_BYTES == 0
    except Unavailable as cannot:
        pytest.skip(str(cannot))


@pytest.mark.parametrize(
    "asked",
    [{"places": 1}, {"stride_bytes": 100}, {"kind": "tiny"}, {"spread": 1}, {"seed": -1}],
)
def test_rings_that_cannot_be_are_refused(asked: dict[str, object]) -> None:
    with (
        pytest.raises(InvalidInput),
        pointer_chase.ring(**{"places": 4, **asked}),  # type: ignore[arg-type]
    ):
        pass


@pytest.mark.needs("gcc")
def test_the_c_program_answers_each_line_and_is_ended() -> None:
    with dialogue(c_program.find("memory", "chase"), 64, 64, 0, 0, 1) as peer:
        assert peer.number("1000") > 0
        assert float(peer.ask("200")) > 0
        with pytest.raises(InvalidInput):
            peer.ask("two\nlines")
    with pytest.raises(Unavailable):
        peer.ask("100")


@pytest.mark.needs("gcc")
def test_a_program_that_ends_at_once_is_unavailable() -> None:
    with pytest.raises(Unavailable), dialogue(c_program.find("memory", "chase")):
        pass
