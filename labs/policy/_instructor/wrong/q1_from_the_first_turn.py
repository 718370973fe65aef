"""catch: q1
say: from its first turn

A job is thought to begin when it first runs.
"""


# %% [q1]
def times(jobs, runs):
    found = {}
    for job in jobs:
        mine = [(start, end) for name, start, end in runs if name == job["name"]]
        first, last = mine[0][0], mine[-1][1]
        ran = sum(end - start for start, end in mine)
        waits = [first - job["arrived"]] + [b[0] - a[1] for a, b in zip(mine, mine[1:])]
        found[job["name"]] = [last - first, first - job["arrived"], sum(waits), max(waits)]
    return found
