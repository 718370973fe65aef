"""catch: q5
say: Who has to wait there

Takes the pause of a slow trainer for waiting.
"""

# %% [q5]
findings = {
    "queue_if_loaders_are_slow": "empty",
    "asleep_if_trainers_are_slow": "trainers",
    "more_slots_speed_up_slow_loaders": False,
}
