"""catch: q4
say: is the second number no better

Believes that order is what a cache lives on.
"""

# %% [q4]
findings = {
    "half_saves_nothing": "shuffled",
    "an_eighth_saves_most": "popular",
    "full_cache_misses": "first touches",
}
