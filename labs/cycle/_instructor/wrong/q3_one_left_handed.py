"""catch: q3
say: Who holds what while it waits

One mover is left-handed, as in the textbook: right for one table, not for every pair.
"""


# %% [q3]
def take_in_order(first, second):
    if first == "a":
        yield lock(second)
        yield lock(first)
    else:
        yield lock(first)
        yield lock(second)
