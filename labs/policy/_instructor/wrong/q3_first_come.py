"""catch: q3
say: whom did it stand behind

First come, first served, with the whole job at once.
"""


# %% [q3]
def choose(now, ready):
    return ready[0]["name"], 10_000
