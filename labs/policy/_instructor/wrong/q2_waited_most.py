"""catch: q2
say: the line goes by the present one

The one that has waited longest in all comes next: fair, and no line.
"""


# %% [q2]
def round_robin(now, ready):
    first = max(ready, key=lambda row: row["waited"])
    return first["name"], 10
