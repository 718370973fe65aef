"""catch: q5
say: Who holds what while it waits

The program as it hangs.
"""


# %% [q5]
def take_or_give_back(first, second):
    yield lock(first)
    yield lock(second)
