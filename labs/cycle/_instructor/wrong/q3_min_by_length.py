"""catch: q3
say: Who holds what while it waits

Compares the lengths of the names, which are the same: no order at all.
"""


# %% [q3]
def take_in_order(first, second):
    if len(first) > len(second):
        yield lock(second)
        yield lock(first)
    else:
        yield lock(first)
        yield lock(second)
