"""catch: q3
say: waiting with another name

Spins on try_lock with the first in hand: waits as before, and burns the CPU.
"""


# %% [q3]
def take_in_order(first, second):
    yield lock(first)
    while not (yield try_lock(second)):
        yield pause()
