"""The AI twin: blocks of a key-value cache that requests with the same system prompt share."""

from __future__ import annotations

import random

from oslab.errors import require_choice, require_whole
from oslab.replacement.model.curve import curve_of
from oslab.replacement.policies import POLICIES
from oslab.replacement.records import Curve


def prompts(
    *, prompts: int = 4, blocks: int = 8, tail: int = 16, requests: int = 150, seed: int = 0
) -> tuple[int, ...]:
    """Return the blocks that requests touch: a shared prefix whole, then blocks of their own.

    Args:
        prompts: system prompts, 1 to 32; the k-th is wanted with weight 1/k.
        blocks: of each of them, 1 to 64.
        tail: blocks that one request adds and nobody else uses, from half of this to twice, 1
            to 200.
        requests: 1 to 1,000.
        seed: of the generator, 0 to 2**31.

    Raises:
        InvalidInput: if a value is out of range.
    """
    require_whole("prompts", prompts, 1, 32)
    require_whole("blocks", blocks, 1, 64)
    require_whole("tail", tail, 1, 200)
    require_whole("requests", requests, 1, 1_000)
    require_whole("seed", seed, 0, 2**31)
    draw = random.Random(seed)
    weights = [1_000_000 // rank for rank in range(1, prompts + 1)]
    references: list[int] = []
    fresh = prompts * blocks
    for start in draw.choices(range(0, fresh, blocks), weights, k=requests):
        own = draw.randrange(max(1, tail // 2), 2 * tail + 1)
        references += [*range(start, start + blocks), *range(fresh, fresh + own)]
        fresh += own
    return tuple(references)


def prefix_cache(
    *, policy: str = "Lru", other: str = "S3Fifo", blocks: int = 8, tail: int = 16, seed: int = 0
) -> Curve:
    """Return the blocks that must be computed anew, by size of the cache, for two policies.

    Args:
        policy: a key of `POLICIES`.
        other: another; the optimum is always drawn.
        blocks: as `prompts`.
        tail: as `prompts`.
        seed: as `prompts`.

    Raises:
        InvalidInput: if a value is out of range.
    """
    require_choice("policy", policy, POLICIES)
    require_choice("other", other, POLICIES)
    string = prompts(blocks=blocks, tail=tail, seed=seed)
    sizes = sorted({max(1, 4 * blocks * part // 8) for part in range(1, 17)})
    return curve_of(string, tuple(dict.fromkeys((policy, other, "Optimal"))), sizes)
