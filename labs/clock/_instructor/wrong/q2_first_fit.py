"""catch: q2
say: no stack algorithm

More memory cannot hurt, so the first size that is enough settles it.
"""


# %% [q2]
def enough_frames(references, allowed):
    for frames in range(1, len(set(references)) + 1):
        if clock_faults(references, frames)[0] <= allowed:
            return frames
    return None
