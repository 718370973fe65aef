"""Adds without the lock.

catch: q5
say: n may end as [1, 2]

The line looks like one step.
"""

# %% [q5]
def add():
    n = yield load("n")
    yield store("n", n + 1)
