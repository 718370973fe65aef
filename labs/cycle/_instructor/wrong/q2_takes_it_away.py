"""catch: q2
say: is not stuck

What is given is taken from what is free and never comes back.
"""


# %% [q2]
def deadlocked(free, held, asks):
    left = list(range(len(held)))
    able = True
    while able:
        able = [p for p in left if all(a <= f for a, f in zip(asks[p], free))]
        for p in able:
            left.remove(p)
            free = [f - a for f, a in zip(free, asks[p])]
    return left
