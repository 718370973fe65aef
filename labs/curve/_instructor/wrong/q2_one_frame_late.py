"""catch: q2
say: one frame less

Takes a page at distance d to need d + 2 frames, by counting itself twice.
"""


# %% [q2]
def miss_curve(references, largest):
    newest_first, hits = [], [0] * largest
    for page in references:
        if page in newest_first:
            distance = newest_first.index(page)
            newest_first.pop(distance)
            for frames in range(distance + 1, largest):
                hits[frames] += 1
        newest_first.insert(0, page)
    return [len(references) - one for one in hits]
