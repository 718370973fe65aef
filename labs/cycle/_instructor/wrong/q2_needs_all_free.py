"""catch: q2
say: it need not get again

Asks and holdings are added up and compared with what is free, as if nothing were held.
"""


# %% [q2]
def deadlocked(free, held, asks):
    left = list(range(len(held)))
    able = True
    while able:
        able = [p for p in left if all(a + h <= f for a, h, f in zip(asks[p], held[p], free))]
        for p in able:
            left.remove(p)
            free = [f + h for f, h in zip(free, held[p])]
    return left
