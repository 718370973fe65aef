"""catch: q3
say: 400 are allowed

Aging is there, but begins where it should already have ended.
"""


# %% [q3]
def choose(now, ready):
    first = min(ready, key=lambda row: row["since"])
    if now - first["since"] < 390:
        first = min(ready, key=lambda row: (row["ran"], row["since"]))
    return first["name"], 10
