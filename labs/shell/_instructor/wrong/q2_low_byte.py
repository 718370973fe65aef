"""catch: q2
say: with the status

The status is looked for where exit() put it, in the low byte.
"""


# %% [q2]
def told(word):
    signal = word & 0x7F
    if signal == 0x7F:
        return None
    if signal == 0:
        return {"shell": word & 0xFF, "python": word & 0xFF, "core": False}
    return {"shell": 128 + signal, "python": -signal, "core": word & 0x80 != 0}
