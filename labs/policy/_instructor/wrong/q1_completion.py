"""catch: q1
say: a turnaround begins with the arrival

The tick of the end is taken for the time it took; with arrivals at 0 they are equal.
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
        found[job["name"]] = [ready, waits[0], sum(waits), max(waits)]
    return found
