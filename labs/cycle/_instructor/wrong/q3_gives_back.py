"""catch: q3
say: breaks *no preemption*

Cures it by giving back, in order; here only the order was asked for.
"""


# %% [q3]
def take_in_order(first, second):
    yield lock(min(first, second))
    while not (yield try_lock(max(first, second))):
        yield unlock(min(first, second))
        yield lock(min(first, second))
