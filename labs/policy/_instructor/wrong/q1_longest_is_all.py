"""catch: q1
say: one stretch is asked

The longest wait is added up instead of looked for.
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
        found[job["name"]] = [ready - job["arrived"], waits[0], sum(waits), sum(waits)]
    return found
