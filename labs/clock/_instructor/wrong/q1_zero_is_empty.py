"""catch: q1
say: look like one that holds page 0

Frames are filled with 0 to mean "empty", and page 0 is then always there.
"""


# %% [q1]
def clock_faults(references, frames):
    ring, bits, hand = [0] * frames, [0] * frames, 0
    faults, evicted = 0, []
    for page in references:
        if page in ring:
            bits[ring.index(page)] = 1
            continue
        faults += 1
        while bits[hand]:
            bits[hand] = 0
            hand = (hand + 1) % frames
        if ring[hand]:
            evicted.append(ring[hand])
        ring[hand], bits[hand] = page, 1
        hand = (hand + 1) % frames
    return faults, evicted
