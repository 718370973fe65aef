"""catch: q2
say: It holds nothing

The textbook marks who holds nothing as finished; here it waits for ever.
"""


# %% [q2]
def deadlocked(free, held, asks):
    left = list(range(len(held)))
    able = True
    while able:
        able = [p for p in left if all(a <= f for a, f in zip(asks[p], free))]
        for p in able:
            left.remove(p)
            free = [f + h for f, h in zip(free, held[p])]
    return [p for p in left if any(held[p])]
