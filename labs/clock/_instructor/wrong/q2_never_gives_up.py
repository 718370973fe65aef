"""catch: q2
say: every page has to come once

The pages that have to come once in any memory are forgotten.
"""


# %% [q2]
def enough_frames(references, allowed):
    enough = len(set(references))
    for frames in range(len(set(references)), 0, -1):
        faults, _ = clock_faults(references, frames)
        if faults > allowed:
            break
        enough = frames
    return enough
