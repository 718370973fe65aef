"""catch: q2
say: is Python

Both columns speak the language of the shell.
"""


# %% [q2]
def told(word):
    signal = word & 0x7F
    if signal == 0x7F:
        return None
    if signal == 0:
        return {"shell": word >> 8, "python": word >> 8, "core": False}
    return {"shell": 128 + signal, "python": 128 + signal, "core": word & 0x80 != 0}
