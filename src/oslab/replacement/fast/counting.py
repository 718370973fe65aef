"""Faults of any policy over millions of references, equal to the readable model's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from oslab.replacement.fast.pages import array, native, numbered
from oslab.replacement.model import count
from oslab.replacement.policies import (
    Arc,
    Clock,
    Fifo,
    Lfu,
    Lru,
    Mru,
    Optimal,
    Policy,
    S3Fifo,
    SecondChance,
    Sieve,
    TwoQ,
)

_LOOPS: dict[type, tuple[str, str, Callable[[Any, int], tuple[Any, ...] | None]]] = {
    Arc: ("arc", "arc", lambda policy, frames: ()),
    Clock: (
        "queues",
        "clock",
        lambda policy, frames: (1 + policy.bit_on_load, policy.advance),
    ),
    Fifo: ("queues", "fifo", lambda policy, frames: ()),
    Lfu: (
        "frequency",
        "lfu",
        lambda policy, frames: None if policy.remember or policy.tie != "least_recent" else (),
    ),
    Lru: ("queues", "lru", lambda policy, frames: ()),
    Mru: ("queues", "mru", lambda policy, frames: ()),
    Optimal: ("future", "optimal", lambda policy, frames: ()),
    S3Fifo: (
        "several_queues",
        "s3_fifo",
        lambda policy, frames: (
            (max(1, frames * policy.small // 100), max(1, frames * policy.ghost // 100)),
            policy.threshold,
        ),
    ),
    SecondChance: ("queues", "clock", lambda policy, frames: (1 + policy.bit_on_load, True)),
    Sieve: ("queues", "sieve", lambda policy, frames: ()),
    TwoQ: (
        "several_queues",
        "two_q",
        lambda policy, frames: (
            max(1, frames * policy.newcomers // 100),
            max(1, frames * policy.remembered // 100),
        ),
    ),
}
"""Policy to module, loop, and its parameters; None where only the model knows them."""


def faults(references: object, frames: int, policy: Policy) -> int:
    """Return `simulate(references, frames, policy).fault_count`, for millions of references.

    Where numba is installed, a long trace goes through a compiled loop, if the policy has one:
    tens of millions of references a second, numbering of the pages included. Without it, and
    for the other policies, the model counts: a few millions.

    >>> from oslab.replacement import Lru
    >>> faults([1, 2, 3, 4, 1, 2, 5, 1, 2, 3, 4, 5], 3, Lru())
    10

    Args:
        references: page numbers in order of touch: an array of integers, which is fastest, or
            a sequence of whole numbers; at most 2**31 - 1 of them.
        frames: how many pages fit, at least 1.
        policy: an instance, such as `Clock(bit_on_load=False)`.

    Raises:
        InvalidInput: if an argument has no meaning.
    """
    count((), frames, policy)
    pages = array(references)
    module, name, parameters = _LOOPS.get(type(policy), ("queues", "", _none))
    chosen, loops = parameters(policy, frames), native(module, len(pages))
    if chosen is None or loops is None:
        return count(pages, frames, policy)
    ids, distinct = numbered(pages)
    if frames >= distinct:
        return distinct
    return int(getattr(loops, name)(ids, distinct, frames, *chosen))


def _none(policy: Any, frames: int) -> None:
    return None
