"""catch: q2
say: no stack algorithm

A curve that only falls can be searched by halves; this one does not only fall.
"""


# %% [q2]
def enough_frames(references, allowed):
    low, high = 1, len(set(references)) + 1
    while low < high:
        middle = (low + high) // 2
        if clock_faults(references, middle)[0] <= allowed:
            high = middle
        else:
            low = middle + 1
    return low if low <= len(set(references)) else None
