"""catch: q2
say: A producer must sleep too

Both consumers sleep, but nobody waits for room.
"""

# %% [q2]
silence = [
    ("consumer 1", 3),
    ("consumer 2", 3),
    ("producer 1", 6),
    ("consumer 1", 6),
    ("consumer 2", 2),
]
