"""catch: q1
say: cannot go: it asks for lock(m), and producer 1 has it

Runs a thread into a mutex that is held.
"""

# %% [q1]
theft = [
    ("consumer 2", 3),
    ("producer 1", 4),
    ("consumer 1", 6),
    ("consumer 2", 3),
]
