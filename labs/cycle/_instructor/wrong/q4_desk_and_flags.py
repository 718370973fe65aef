"""catch: q4
say: never work at the same time

Sets the flags, and keeps the desk while it works.
"""


# %% [q4]
def take_together(first, second):
    yield lock("desk")
    yield store(first, 1)
    yield store(second, 1)


def put_together(first, second):
    yield store(first, 0)
    yield store(second, 0)
    yield unlock("desk")
