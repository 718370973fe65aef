"""catch: q2
say: first come, first served

The list looks like a queue, so its head is taken.
"""


# %% [q2]
def round_robin(now, ready):
    return ready[0]["name"], 10
