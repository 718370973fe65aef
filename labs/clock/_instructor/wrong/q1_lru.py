"""catch: q1
say: no order of use

LRU is the policy that everybody knows, so "least recently" is written instead of the hand.
"""


# %% [q1]
def clock_faults(references, frames):
    recent, faults, evicted = [], 0, []
    for page in references:
        if page in recent:
            recent.remove(page)
        else:
            faults += 1
            if len(recent) == frames:
                evicted.append(recent.pop(0))
        recent.append(page)
    return faults, evicted
