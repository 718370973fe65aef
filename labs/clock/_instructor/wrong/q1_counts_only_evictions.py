"""catch: q1
say: had to come into memory

"A fault is when somebody has to leave": the first pages are not counted.
"""


# %% [q1]
def clock_faults(references, frames):
    ring, bits, hand = [], {}, 0
    faults, evicted = 0, []
    for page in references:
        if page not in bits:
            if len(ring) < frames:
                ring.append(page)
            else:
                while bits[ring[hand]]:
                    bits[ring[hand]] = False
                    hand = (hand + 1) % frames
                faults += 1
                evicted.append(ring[hand])
                del bits[ring[hand]]
                ring[hand] = page
                hand = (hand + 1) % frames
        bits[page] = True
    return faults, evicted
