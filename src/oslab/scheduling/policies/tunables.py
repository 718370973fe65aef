"""Parameters of the fair schedulers: defaults, checks, and what a queue is told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from oslab.errors import require, require_whole
from oslab.scheduling.records.job import LONGEST

SECOND = 10**9
_MOST_SHARES = 1 << 18


def scale(ns: int, cpus: int) -> int:
    """Return a default of the scheduler on a machine of so many CPUs: longer on larger ones.

    Source: kernel/sched/fair.c, get_update_sysctl_factor, 1 + log2 of at most 8 CPUs,
    Linux 5.13 to 6.18.

    Args:
        ns: nanoseconds on one CPU.
        cpus: 1 to 1,024.

    Raises:
        InvalidInput: if a value is out of range.
    """
    require_whole("ns", ns, 1, SECOND)
    return ns * min(require_whole("cpus", cpus, 1, 1_024), 8).bit_length()


def checked_shares(shares: object) -> tuple[tuple[str, int], ...]:
    """Return the weights of groups, by path.

    Raises:
        InvalidInput: unless they are pairs such as `("a/b", 2048)`, with 2 to 262,144 shares.
    """
    allowed = 'pairs of a group\'s path and its shares, such as (("a", 2048), ("a/b", 512))'
    require(isinstance(shares, Iterable) and not isinstance(shares, str), "shares", shares, allowed)
    pairs = []
    for pair in shares:  # type: ignore[attr-defined]  # just checked
        ok = isinstance(pair, tuple | list) and len(pair) == 2 and isinstance(pair[0], str)
        require(ok and pair[0] != "", "shares", shares, allowed)
        # MIN_SHARES and MAX_SHARES in kernel/sched/sched.h
        pairs.append((pair[0], require_whole("shares", pair[1], 2, _MOST_SHARES)))
    return tuple(pairs)


def check_clock(unit: object, tick: object) -> None:
    """Refuse a unit or a tick that has no meaning.

    Raises:
        InvalidInput: unless `unit` is 1 ns to 1 s and `tick` is None or at least 1.
    """
    require_whole("unit", unit, 1, SECOND)
    if tick is not None:
        require_whole("tick", tick, 1, LONGEST)


class Rules(NamedTuple):
    """`Eevdf`'s parameters as its queue wants them; times in nanoseconds.

    Args:
        base: the request of who asks for nothing.
        normal: the same as on one CPU.
        requests: whether tasks may ask.
        limited: whether protection ends with the shortest request in the queue.
        parity: whether who runs is protected for its request.
        short: whether a shorter request breaks that.
        delays: whether who blocks in debt stays.
        lag: whether lag is kept over a sleep.
        half_first: whether a first request is halved.
        wakeup: whether one who wakes may preempt.
        heaps: whether two heaps stand in for the tree.
    """

    base: int
    normal: int
    requests: bool
    limited: bool
    parity: bool
    short: bool
    delays: bool
    lag: bool
    half_first: bool
    wakeup: bool
    heaps: bool
