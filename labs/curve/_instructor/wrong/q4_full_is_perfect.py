"""catch: q4
say: Which references miss

Takes a full cache to have no misses.
"""

# %% [q4]
findings = {
    "half_saves_nothing": "in_order",
    "an_eighth_saves_most": "popular",
    "full_cache_misses": "none",
}
