"""catch: q1
say: Between its signal and its wake

The sleeper wakes before anybody else comes, and all is well.
"""

# %% [q1]
theft = [
    ("consumer 2", 3),
    ("producer 1", 6),
    ("consumer 2", 5),
]
