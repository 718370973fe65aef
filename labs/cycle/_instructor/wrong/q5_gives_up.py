"""catch: q5
say: does not hold

Tries once, and goes to work with what it has.
"""


# %% [q5]
def take_or_give_back(first, second):
    yield lock(first)
    yield try_lock(second)
