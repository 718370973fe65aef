"""catch: q2
say: A first touch is a miss too

Counts only those misses that a larger memory could have saved.
"""


# %% [q2]
def miss_curve(references, largest):
    newest_first, hits = [], [0] * largest
    for page in references:
        if page in newest_first:
            distance = newest_first.index(page)
            newest_first.pop(distance)
            for frames in range(distance, largest):
                hits[frames] += 1
        newest_first.insert(0, page)
    return [len(references) - len(set(references)) - one for one in hits]
