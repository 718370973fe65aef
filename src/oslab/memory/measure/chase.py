"""Both pointer chases, ours and the C program's, over the same places and in turns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from oslab import timing
from oslab.errors import Unavailable, require
from oslab.linux import c_program, memory, pointer_chase
from oslab.linux.dialogue import dialogue

OSLAB, C = "oslab", "C"
METHOD = (
    "One random cycle of pointers, walked by a compiled loop of dependent loads; CPU time over "
    "hops, after one walk round to warm the caches, on one CPU"
)
_MOST_LAP = 1 << 18
"""Hops of a walk before each sample: once round, where a cache could hold the ring."""


@dataclass(frozen=True, slots=True)
class Places:
    """What to walk through.

    Args:
        places: pointers in the ring, 2 to 2**28.
        stride_bytes: from one to the next.
        kind: `"anonymous"` or `"huge"`.
        spread: whether places use all sets of the cache, as `pointer_chase.ring` says.

    Raises:
        InvalidInput: if `places` is no such number.
    """

    places: int
    stride_bytes: int
    kind: str
    spread: bool = False

    def __post_init__(self) -> None:
        ok = isinstance(self.places, int) and not isinstance(self.places, bool)
        require(ok and 2 <= self.places <= 1 << 28, "places", self.places, "2 to 2**28")


@contextmanager
def walks(asked: Places, *, c: bool) -> Iterator[dict[str, Callable[[], float]]]:
    """Lend what takes one sample each: by our loop and, where there is a compiler, by C.

    Raises:
        InvalidInput: if `asked` is no Places.
        Unavailable: without numba, memory or huge pages.
    """
    require(isinstance(asked, Places), "asked", asked, "a Places")
    require(isinstance(c, bool), "c", c, "True or False")
    with ExitStack() as stack:
        ring = stack.enter_context(
            pointer_chase.ring(
                asked.places, stride_bytes=asked.stride_bytes, kind=asked.kind,
                spread=asked.spread,
            )
        )  # fmt: skip
        tasks = {OSLAB: _sample(ring.walk, asked.places)}
        if c and _compiler():
            huge = int(asked.kind == memory.HUGE)
            numbers = (asked.places, asked.stride_bytes, int(asked.spread), huge, 1)
            program = c_program.find("memory", "chase")
            peer = stack.enter_context(dialogue(program, *numbers))
            tasks[C] = _sample(lambda hops: peer.number(str(hops)), asked.places)
        yield tasks


def take(asked: Places, *, c: bool, repeats: int, needed: bool) -> Mapping[str, tuple[float, ...]]:
    """Return samples by `"oslab"` and `"C"`; none where huge pages lack and are not `needed`.

    Raises:
        InvalidInput: if `asked` is no Places or a number is out of range.
        Unavailable: without numba or memory, or without huge pages that are needed.
    """
    require(isinstance(needed, bool), "needed", needed, "True or False")
    try:
        with walks(asked, c=c) as tasks:
            # CPU time, after a walk that fetches everything again: waiting for a CPU does no harm.
            return timing.interleaved(tasks, repeats=repeats, gate=1).samples
    except Unavailable:
        if needed or asked.kind != memory.HUGE:
            raise
        return {}


def _sample(walk: Callable[[int], float], places: int) -> Callable[[], float]:
    lap = min(_MOST_LAP, places)
    lap = -(-lap // 100) * 100  # the C program walks in hundreds
    # Long enough for a look at the clock to vanish, short enough for many turns.
    hops = max(20_000, min(100_000, lap))

    def sample() -> float:
        walk(lap)
        return walk(hops)

    return sample


def _compiler() -> bool:
    try:
        c_program.compiler()
    except Unavailable:
        return False
    return True
