"""catch: q1
say: the last of them takes it

A writer copies, and is counted among the sharers for ever.
"""


# %% [q1]
def copy_on_write(events, pages, workers):
    everybody = range(workers + 1)
    faults, copies = [0 for _ in everybody], [0 for _ in everybody]
    sharers = {page: set(everybody) for page in range(pages)}
    writable = set()
    for who, what, page in events:
        if what == "exit":
            for others in sharers.values():
                others.discard(who)
        elif what == "write" and (who, page) not in writable:
            faults[who] += 1
            writable.add((who, page))
            if sharers[page] != {who}:
                copies[who] += 1
    return faults, copies
