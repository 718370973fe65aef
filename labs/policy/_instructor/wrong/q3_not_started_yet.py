"""catch: q3
say: these are ready

It wants the job that it chose last time, which may be done.
"""

# %% [q3]
LAST = []


def choose(now, ready):
    name = LAST[-1] if LAST and now % 20 else ready[0]["name"]
    LAST.append(name)
    return name, 5
