"""What of a key-value cache holds tokens, and what that does to requests."""

from __future__ import annotations

import math
from collections.abc import Callable

from oslab.errors import require
from oslab.memory.records.kv_cache import KvCache, KvMoment


def token_share(record: KvCache) -> float:
    """Return the mean share of the slots that hold a token, while somebody waits."""
    return _mean(record, lambda one: one.tokens)


def reserved_share(record: KvCache) -> float:
    """Return the mean share that is reserved and holds no token, while somebody waits."""
    return _mean(record, lambda one: one.reserved - one.tokens)


def unusable_share(record: KvCache) -> float:
    """Return the mean share that is free, and too small or in pieces, while somebody waits."""
    return _mean(record, lambda one: record.slots - one.reserved)


def mean_running(record: KvCache) -> float:
    """Return how many requests are in, on average, while somebody waits."""
    return _mean(record, lambda one: one.running) * record.slots


def wasted_slots(record: KvCache) -> int:
    """Return the slots that are reserved and hold no token after the last step."""
    require(isinstance(record, KvCache), "record", record, "a KvCache")
    return sum(one.slots - one.tokens for one in record.extents)


def _mean(record: KvCache, part: Callable[[KvMoment], int]) -> float:
    """Return the mean over steps in which somebody waits, as a share of the slots."""
    require(isinstance(record, KvCache), "record", record, "a KvCache")
    busy = [one for one in record.moments if one.waiting] or list(record.moments)
    return math.fsum(map(part, busy)) / (len(busy) * record.slots) if busy else 0.0
