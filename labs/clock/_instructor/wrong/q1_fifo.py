"""catch: q1
say: whether a hit sets the page

The bit is set when a page comes and forgotten afterwards: a hit is "nothing to do".
"""


# %% [q1]
def clock_faults(references, frames):
    ring, bits, hand = [], {}, 0
    faults, evicted = 0, []
    for page in references:
        if page in bits:
            continue
        if page not in bits:
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
        bits[page] = True
    return faults, evicted
