"""catch: q5
say: batches were inside on average

Thinks of the work that piles up at the loaders.
"""

# %% [q5]
findings = {
    "queue_if_loaders_are_slow": "full",
    "asleep_if_trainers_are_slow": "loaders",
    "more_slots_speed_up_slow_loaders": False,
}
