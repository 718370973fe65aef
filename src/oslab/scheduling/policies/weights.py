"""What a nice value weighs, and the kernel's way of dividing by a weight without a division.

A nanosecond of CPU time costs a task `1024 / weight` nanoseconds of virtual time. The kernel
multiplies by a precomputed inverse of 32 bits instead of dividing, and cuts off what is left;
the same digits come out here.

Source: kernel/sched/core.c, sched_prio_to_weight and sched_prio_to_wmult; kernel/sched/fair.c,
__calc_delta, __update_inv_weight and calc_delta_fair; all the same in Linux 5.13 to 6.18.
"""

from __future__ import annotations

from functools import lru_cache

from oslab.errors import require_whole

NICE_0_WEIGHT = 1024
"""The weight of nice 0 (`NICE_0_LOAD`, which 64-bit kernels keep shifted left by 10)."""

WEIGHTS = (
    88761, 71755, 56483, 46273, 36291, 29154, 23254, 18705, 14949, 11916,
    9548, 7620, 6100, 4904, 3906, 3121, 2501, 1991, 1586, 1277,
    1024, 820, 655, 526, 423, 335, 272, 215, 172, 137,
    110, 87, 70, 56, 45, 36, 29, 23, 18, 15,
)  # fmt: skip
"""`sched_prio_to_weight`: from nice -20 to nice 19, a factor of about 1.25 a step."""

INVERSES = (
    48388, 59856, 76040, 92818, 118348, 147320, 184698, 229616, 287308, 360437,
    449829, 563644, 704093, 875809, 1099582, 1376151, 1717300, 2157191, 2708050, 3363326,
    4194304, 5237765, 6557202, 8165337, 10153587,
    12820798, 15790321, 19976592, 24970740, 31350126,
    39045157, 49367440, 61356676, 76695844, 95443717,
    119304647, 148102320, 186737708, 238609294, 286331153,
)  # fmt: skip
"""`sched_prio_to_wmult`: 2 to the power of 32, divided by the weight."""

_INVERSE_OF = dict(zip(WEIGHTS, INVERSES, strict=True))
_WMULT_SHIFT = 32
_WMULT_CONST = (1 << 32) - 1
HEAVIEST = 1 << 52
LONGEST_NS = 1 << 62


def weight(nice: int) -> int:
    """Return what a nice value weighs.

    >>> [weight(nice) for nice in (-20, 0, 5, 19)]
    [88761, 1024, 335, 15]

    Args:
        nice: -20 to 19.

    Raises:
        InvalidInput: if it is out of range.
    """
    return WEIGHTS[require_whole("nice", nice, -20, 19) + 20]


def calc_delta(delta: int, share: int, load: int) -> int:
    """Return `delta * share / load` as the kernel computes it: a little less than exact.

    >>> calc_delta(6_000_000, 1024, 2048)
    2999998

    Args:
        delta: nanoseconds, 0 to 2**62.
        share: a weight, 1 to 2**52.
        load: a weight, 1 to 2**52; one of `WEIGHTS` brings its table's inverse.

    Raises:
        InvalidInput: if a value is out of range.

    Source: kernel/sched/fair.c, __calc_delta, Linux 5.13 to 6.18.
    """
    require_whole("delta", delta, 0, LONGEST_NS)
    require_whole("share", share, 1, HEAVIEST)
    require_whole("load", load, 1, HEAVIEST)
    factor, shift = ratio(share, load)
    return delta * factor >> shift


def calc_delta_fair(delta: int, load: int) -> int:
    """Return how much virtual time `delta` nanoseconds cost a task that weighs `load`.

    >>> [calc_delta_fair(1_000_000, weight(nice)) for nice in (0, 5, -5)]
    [1000000, 3056716, 328099]

    Args:
        delta: nanoseconds, 0 to 2**62.
        load: the task's weight, 1 to 2**52.

    Raises:
        InvalidInput: if a value is out of range.

    Source: kernel/sched/fair.c, calc_delta_fair, Linux 5.13 to 6.18.
    """
    require_whole("delta", delta, 0, LONGEST_NS)
    factor, shift = fair_ratio(require_whole("load", load, 1, HEAVIEST))
    return delta * factor >> shift


@lru_cache(maxsize=1 << 14)
def ratio(share: int, load: int, known: bool = True) -> tuple[int, int]:
    """Return (factor, shift) so that `delta * factor >> shift` is what the kernel computes.

    Queues ask this for every event, with weights that were checked: it checks nothing.

    Args:
        share: a weight, 1 to 2**52.
        load: a weight, 1 to 2**52.
        known: whether `load` is a task's, with an inverse from the table, and no sum.

    """
    inverse = _INVERSE_OF.get(load) if known else None
    if inverse is None:  # __update_inv_weight
        inverse = max(1, _WMULT_CONST // load)
    factor, shift = share, _WMULT_SHIFT
    for multiplier in (1, inverse):  # what does not fit into 32 bits loses its last digits
        factor *= multiplier
        above = (factor >> 32).bit_length()
        factor, shift = factor >> above, shift - above
    return factor, shift


def fair_ratio(load: int) -> tuple[int, int]:
    """Return (factor, shift) for `calc_delta_fair`; nice 0 runs at exactly one to one.

    Args:
        load: the task's weight, 1 to 2**52.
    """
    return (1, 0) if load == NICE_0_WEIGHT else ratio(NICE_0_WEIGHT, load)
