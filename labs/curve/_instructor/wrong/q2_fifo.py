"""catch: q2
say: A queue (FIFO) would give this

A hit is nothing to do: the page keeps its place.
"""


# %% [q2]
def fifo(references, frames):
    queue, misses = [], 0
    for page in references:
        if page not in queue:
            misses += 1
            queue = [*queue, page][-frames:]
    return misses


def miss_curve(references, largest):
    return [fifo(references, frames) for frames in range(1, largest + 1)]
    newest_first, hits = [], [0] * largest
    for page in references:
        if page in newest_first:
            distance = newest_first.index(page)
            newest_first.pop(distance)
            for frames in range(distance, largest):
                hits[frames] += 1
        newest_first.insert(0, page)
    return [len(references) - one for one in hits]
