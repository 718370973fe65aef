"""catch: q2
say: find the smallest

One frame for each page is always safe, and never wrong in production.
"""


# %% [q2]
def enough_frames(references, allowed):
    distinct = len(set(references))
    return distinct if distinct <= allowed else None
