"""catch: q3
say: a whole number of them

Half of a turn of five is no whole number.
"""


# %% [q3]
def choose(now, ready):
    first = min(ready, key=lambda row: row["since"])
    if now - first["since"] < 250:
        first = min(ready, key=lambda row: (row["ran"], row["since"]))
    return first["name"], 5 / 2
