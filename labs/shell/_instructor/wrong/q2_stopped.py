"""catch: q2
say: has not ended

A process that is stopped is taken for one that ended.
"""


# %% [q2]
def told(word):
    signal = word & 0x7F
    if signal == -1:
        return None
    if signal == 0:
        return {"shell": word >> 8, "python": word >> 8, "core": False}
    return {"shell": 128 + signal, "python": -signal, "core": word & 0x80 != 0}
