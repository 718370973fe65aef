"""catch: q2
say: it is producer 2 that sleeps for ever

The explorer's own, with the producers exchanged.
"""

# %% [q2]
silence = [
    ("consumer 1", 3),
    ("consumer 2", 3),
    ("producer 1", 6),
    ("producer 2", 3),
    ("consumer 1", 6),
    ("consumer 2", 3),
]
