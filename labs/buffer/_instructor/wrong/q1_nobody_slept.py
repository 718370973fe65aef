"""catch: q1
say: a signal that finds nobody asleep is gone

Two consumers and one batch: whoever comes second finds nothing, so it must be robbed.
"""

# %% [q1]
theft = [("producer 1", 6), ("consumer 1", 6), ("consumer 2", 3)]
