"""catch: q2
say: both consumers must have gone to sleep

The history of the first question, which the repaired program survives.
"""

# %% [q2]
silence = [
    ("consumer 2", 3),
    ("producer 1", 6),
    ("consumer 1", 6),
    ("consumer 2", 2),
]
