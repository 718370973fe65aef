"""catch: q2
say: is not stuck

Asks for exactly what is free and is refused.
"""


# %% [q2]
def deadlocked(free, held, asks):
    left = list(range(len(held)))
    able = True
    while able:
        able = [p for p in left if all(a < f or a == 0 for a, f in zip(asks[p], free))]
        for p in able:
            left.remove(p)
            free = [f + h for f, h in zip(free, held[p])]
    return left
