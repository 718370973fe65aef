"""catch: q4
say: look at the first number of each

Takes an orderly reader to be the easiest to cache.
"""

# %% [q4]
findings = {
    "half_saves_nothing": "in_order",
    "an_eighth_saves_most": "in_order",
    "full_cache_misses": "first touches",
}
