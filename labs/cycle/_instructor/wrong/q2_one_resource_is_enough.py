"""catch: q2
say: is stuck. The game

One of the resources it asks for is there, so it can go on.
"""


# %% [q2]
def deadlocked(free, held, asks):
    left = list(range(len(held)))
    able = True
    while able:
        able = [p for p in left if any(a <= f for a, f in zip(asks[p], free))]
        for p in able:
            left.remove(p)
            free = [f + h for f, h in zip(free, held[p])]
    return left
