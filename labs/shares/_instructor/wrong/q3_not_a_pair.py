"""catch: q3
say: a pair for every turn

Who ran is taken for all that can be said of a turn.
"""


# %% [q3]
def fair_queue(tasks, slice_us, tick_us, until_us):
    length = -(-slice_us // tick_us) * tick_us
    virtual, turns = {}, []
    for now in range(0, until_us, length):
        least = min(virtual.values(), default=0)
        for task in tasks:
            if task["name"] not in virtual and task["arrives"] <= now:
                virtual[task["name"]] = least
        there = [task for task in tasks if task["name"] in virtual]
        chosen = min(there, key=lambda task: virtual[task["name"]])
        virtual[chosen["name"]] += length * 1024 // chosen["weight"]
        turns.append(chosen["name"])
    return turns
