"""catch: q1
say: before its first turn is one too

Gaps are looked for between turns, where there are two ends to subtract.
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
            waits[0],
            sum(waits),
            max(waits[1:], default=0),
        ]
    return found
