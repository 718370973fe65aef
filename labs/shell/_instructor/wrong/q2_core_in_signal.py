"""catch: q2
say: is not a part of that number

The low byte is taken for the signal, the bit of the core with it.
"""


# %% [q2]
def told(word):
    signal = word & 0xFF
    if signal == 0x7F:
        return None
    if signal == 0:
        return {"shell": word >> 8, "python": word >> 8, "core": False}
    return {"shell": 128 + signal, "python": -signal, "core": word & 0x80 != 0}
