"""catch: q5
say: waiting with another name

Tries again without giving back: it spins with the first in its hand.
"""


# %% [q5]
def take_or_give_back(first, second):
    yield lock(first)
    if first < second:
        yield lock(second)
    else:
        while not (yield try_lock(second)):
            yield pause()
