"""catch: q3
say: Who holds what while it waits

The program as it hangs.
"""


# %% [q3]
def take_in_order(first, second):
    yield lock(first)
    yield lock(second)
