"""catch: q4
say: does not hold

Keeps the desk while it works: one big lock, and no flags.
"""


# %% [q4]
def take_together(first, second):
    yield lock("desk")


def put_together(first, second):
    yield unlock("desk")
