"""catch: q1
say: it is consumer 1 that takes

The explorer's own shortest schedule, where the names are exchanged.
"""

# %% [q1]
theft = [
    ("consumer 1", 3),
    ("producer 1", 6),
    ("consumer 2", 6),
    ("consumer 1", 3),
]
