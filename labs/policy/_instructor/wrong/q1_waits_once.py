"""catch: q1
say: it waits between turns too

Waiting is what happens before a job begins; preemption is forgotten.
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
        found[job["name"]] = [ready - job["arrived"], waits[0], waits[0], max(waits)]
    return found
