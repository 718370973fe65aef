"""catch: q1
say: by copying, and by ending

Who has ended is still counted among those who share.
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
                pass
        elif what == "write" and (who, page) not in writable:
            faults[who] += 1
            writable.add((who, page))
            if sharers[page] != {who}:
                copies[who] += 1
            sharers[page].discard(who)
    return faults, copies
