"""catch: q3
say: plain length

The one who ran least comes: fair for equals only.
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
        virtual[chosen["name"]] += length
        turns.append((chosen["name"], virtual[chosen["name"]]))
    return turns
