"""catch: q2
say: fewer turns

A turn for everyone is read as equally many turns for everyone.
"""


# %% [q2]
def round_robin(now, ready):
    first = min(ready, key=lambda row: (row["turns"], row["arrived"]))
    return first["name"], 10
