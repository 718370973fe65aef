"""catch: q2
say: what does that one find

Stops before the last one goes back to sleep.
"""

# %% [q2]
silence = [
    ("consumer 1", 3),
    ("consumer 2", 3),
    ("producer 2", 6),
    ("producer 1", 3),
    ("consumer 1", 6),
    ("consumer 2", 1),
]
