"""catch: q3
say: about what is shared

Asks for a lock around the locks that is not there.
"""


# %% [q3]
def take_in_order(first, second):
    yield lock("desk")
    yield lock(first)
    yield lock(second)
    yield unlock("desk")
