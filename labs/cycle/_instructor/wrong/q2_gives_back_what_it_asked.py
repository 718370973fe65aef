"""catch: q2
say: gives back what it

Adds what was asked for to what is free, as if it had never been given.
"""


# %% [q2]
def deadlocked(free, held, asks):
    left = list(range(len(held)))
    able = True
    while able:
        able = [p for p in left if all(a <= f for a, f in zip(asks[p], free))]
        for p in able:
            left.remove(p)
            free = [f + h for f, h in zip(free, asks[p])]
    return left
