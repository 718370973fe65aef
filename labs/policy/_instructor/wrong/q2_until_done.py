"""catch: q2
say: Everyone gets 10 ticks

A job is let run as long as it likes.
"""


# %% [q2]
def round_robin(now, ready):
    first = min(ready, key=lambda row: row["since"])
    return first["name"], 1000
