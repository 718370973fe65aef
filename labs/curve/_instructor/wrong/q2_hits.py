"""catch: q2
say: Those are the hits

Returns what was saved.
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
    return hits
