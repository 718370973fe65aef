"""catch: q2
say: yours is None

"At most" is read as "fewer than".
"""


# %% [q2]
def enough_frames(references, allowed):
    enough = None
    for frames in range(len(set(references)), 0, -1):
        faults, _ = clock_faults(references, frames)
        if faults >= allowed:
            break
        enough = frames
    return enough
