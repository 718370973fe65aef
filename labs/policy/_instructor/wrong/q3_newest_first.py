"""catch: q3
say: behind who comes new

The newest is likely to be short; whoever is old goes on being old.
"""


# %% [q3]
def choose(now, ready):
    return ready[-1]["name"], 10
