"""catch: q1
say: tick of its first turn

The response is the tick of the first run, not the time since the arrival.
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
        found[job["name"]] = [
            ready - job["arrived"],
            waits[0] + job["arrived"],
            sum(waits),
            max(waits),
        ]
    return found
