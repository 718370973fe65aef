"""catch: q1
say: if a page comes in with its bit clear

Many papers and simulators of caches start a page at zero; this lab does not.
"""


# %% [q1]
def clock_faults(references, frames):
    ring, bits, hand = [], {}, 0
    faults, evicted = 0, []
    for page in references:
        if page in bits:
            bits[page] = True
        else:
            bits[page] = False
            faults += 1
            if len(ring) < frames:
                ring.append(page)
            else:
                while bits[ring[hand]]:
                    bits[ring[hand]] = False
                    hand = (hand + 1) % frames
                evicted.append(ring[hand])
                del bits[ring[hand]]
                ring[hand] = page
                hand = (hand + 1) % frames
    return faults, evicted
