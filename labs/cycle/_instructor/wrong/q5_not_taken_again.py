"""catch: q5
say: does not hold

Gives the first back, gets the second, and forgets to take the first again.
"""


# %% [q5]
def take_or_give_back(first, second):
    yield lock(first)
    if first < second:
        yield lock(second)
    elif not (yield try_lock(second)):
        yield unlock(first)
        yield lock(second)
