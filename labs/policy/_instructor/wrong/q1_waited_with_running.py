"""catch: q1
say: take off the ticks in which it ran

Waited is computed as end minus arrival.
"""


# %% [q1]
def times(jobs, runs):
    found = {}
    for job in jobs:
        ready, waits = job["arrived"], []
        for name, start, end in runs:
            if name == job["name"]:
                waits.append(start - ready)
                ready = end
        found[job["name"]] = [ready - job["arrived"], waits[0], ready - job["arrived"], max(waits)]
    return found
