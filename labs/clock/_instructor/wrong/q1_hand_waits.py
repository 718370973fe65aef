"""catch: q1
say: if the hand waits on the page

The rule that the hand goes on past the newcomer is the one that books leave out.
"""


# %% [q1]
def clock_faults(references, frames):
    ring, bits, hand = [], {}, 0
    faults, evicted = 0, []
    for page in references:
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
        bits[page] = True
    return faults, evicted
