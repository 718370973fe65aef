"""catch: q5
say: Who holds what while it waits

One named thread is polite, which cures one ring and no other.
"""


# %% [q5]
def take_or_give_back(first, second):
    yield lock(first)
    if first == "a":
        while not (yield try_lock(second)):
            yield unlock(first)
            yield lock(first)
    else:
        yield lock(second)
