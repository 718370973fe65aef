"""catch: q3
say: Who holds what while it waits

Exchanges the two for everybody: the same circle, the other way round.
"""


# %% [q3]
def take_in_order(first, second):
    yield lock(second)
    yield lock(first)
