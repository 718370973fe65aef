"""Folklore of this room, each sentence with a bound and a measurement."""

from __future__ import annotations

from oslab.claim import Claim
from oslab.replacement.measure import page_cache_folklore

CLAIMS: tuple[Claim, ...] = (
    Claim(
        name="replacement.the_page_cache_is_lru",
        sentence="The page cache evicts the least recently used page.",
        source="Most introductions; read as within 2 % of its misses",
        protocol="30,000 Zipf references to a mapping with MADV_RANDOM in a group of 24 MiB.",
        unit="%", low=None, high=2,
        measure=page_cache_folklore.distance_to_lru,
    ),
    Claim(
        name="replacement.the_page_cache_is_a_clock",
        sentence="The kernel approximates LRU by the clock.",
        source="Textbooks on virtual memory; read as within 2 % of its misses",
        protocol="30,000 reads, a hot set and a long scan by turns, in a group of 24 MiB.",
        unit="%", low=None, high=2,
        measure=page_cache_folklore.distance_to_clock,
    ),
)  # fmt: skip
