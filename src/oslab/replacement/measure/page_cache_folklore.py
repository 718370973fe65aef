"""What people say of the page cache's policy, as one number each."""

from __future__ import annotations

from oslab.measurement import Measurement
from oslab.replacement.measure.page_cache import foretold, page_cache
from oslab.replacement.policies import Clock, Lru, Policy


def distance_to_lru() -> Measurement:
    """Return how far LRU is from the misses of a mapping with MADV_RANDOM, in per cent."""
    return _distance("zipf", "mapped", Lru())


def distance_to_clock() -> Measurement:
    """Return how far the textbook's clock is from the misses of `read`, in per cent."""
    return _distance("hot and scan", "read", Clock())


def _distance(scene: str, access: str, policy: Policy) -> Measurement:
    (taken,) = page_cache(scenes=(scene,), access=(access,), count=30_000)
    predicted = foretold(taken, policy)
    return Measurement(
        name=f"distance of {policy!r} from the page cache, {scene}, {access}",
        samples=(100 * abs(predicted - taken.median) / taken.median,),
        unit="%",
        method="Misses of a policy with as many frames, against pages from the device.",
        machine=taken.machine,
        conditions=taken.conditions,
    )
