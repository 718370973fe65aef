"""catch: q5
say: if everybody is polite

Everybody gives back: the livelock of two polite threads.
"""


# %% [q5]
def take_or_give_back(first, second):
    yield lock(first)
    while not (yield try_lock(second)):
        yield unlock(first)
        yield lock(first)
