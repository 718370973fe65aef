"""catch: q3
say: unless a wait itself makes urgent

Who ran least goes first: the mean is splendid, and the training job never runs.
"""


# %% [q3]
def choose(now, ready):
    first = min(ready, key=lambda row: (row["ran"], row["since"]))
    return first["name"], 10
