"""catch: q3
say: are your turns too short

Round robin with short turns: everybody is answered soon, and the CPU switches.
"""


# %% [q3]
def choose(now, ready):
    first = min(ready, key=lambda row: row["since"])
    return first["name"], 2
