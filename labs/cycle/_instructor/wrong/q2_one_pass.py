"""catch: q2
say: look at all the others again

One pass over the processes: who finishes later helps nobody before it.
"""


# %% [q2]
def deadlocked(free, held, asks):
    stuck = []
    for p in range(len(held)):
        if all(a <= f for a, f in zip(asks[p], free)):
            free = [f + h for f, h in zip(free, held[p])]
        else:
            stuck.append(p)
    return stuck
