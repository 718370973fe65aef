"""catch: q2
say: these are ready

A queue is kept in a global list, and holds who is long gone.
"""

# %% [q2]
LINE = []


def round_robin(now, ready):
    for row in ready:
        if row["name"] not in LINE:
            LINE.append(row["name"])
    name = LINE.pop(0)
    LINE.append(name)
    return name, 10
