"""catch: q3
say: does not hold

try_lock never hangs, so its answer is not looked at.
"""


# %% [q3]
def take_in_order(first, second):
    yield lock(min(first, second))
    yield try_lock(max(first, second))
