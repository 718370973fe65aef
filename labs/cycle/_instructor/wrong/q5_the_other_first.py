"""catch: q5
say: if everybody is polite

Gives back, and begins with the other one: what std::lock does, and polite on both sides.
"""


# %% [q5]
def take_or_give_back(first, second):
    yield lock(first)
    while not (yield try_lock(second)):
        yield unlock(first)
        first, second = second, first
        yield lock(first)
