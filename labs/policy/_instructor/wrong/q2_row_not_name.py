"""catch: q2
say: return the name

The row itself is returned.
"""


# %% [q2]
def round_robin(now, ready):
    first = min(ready, key=lambda row: row["since"])
    return first, 10
