"""catch: q3
say: may well be one of them

Round robin from the question before, with other turns.
"""


# %% [q3]
def choose(now, ready):
    first = min(ready, key=lambda row: row["since"])
    return first["name"], 12
