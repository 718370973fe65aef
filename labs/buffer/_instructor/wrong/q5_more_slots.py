"""catch: q5
say: the slots that there are stand empty

Reaches for prefetch_factor.
"""

# %% [q5]
findings = {
    "queue_if_loaders_are_slow": "empty",
    "asleep_if_trainers_are_slow": "loaders",
    "more_slots_speed_up_slow_loaders": True,
}
