"""catch: q2
say: not their share

Divides by the number of references.
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
    return [1 - one / len(references) for one in hits]
