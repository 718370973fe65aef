"""catch: q2
say: is not stuck

Everybody who cannot be given at once what it asks for is stuck.
"""


# %% [q2]
def deadlocked(free, held, asks):
    return [p for p in range(len(held)) if any(a > f for a, f in zip(asks[p], free))]
