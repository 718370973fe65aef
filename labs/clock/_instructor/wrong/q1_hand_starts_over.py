"""catch: q1
say: from the hand on

The hand is a local variable of the search, so every fault starts at frame 0.
"""


# %% [q1]
def clock_faults(references, frames):
    ring, bits, hand = [], {}, 0
    faults, evicted = 0, []
    for page in references:
        if page not in bits:
            faults += 1
            hand = 0
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
