"""catch: q2
say: in different pages since then

Takes the time since the last use for the distance.
"""


# %% [q2]
def miss_curve(references, largest):
    newest_first, hits = [], [0] * largest
    for page in references:
        if page in newest_first:
            distance = newest_first.index(page)
            for frames in range(distance, largest):
                hits[frames] += 1
        newest_first.insert(0, page)
    return [len(references) - one for one in hits]
