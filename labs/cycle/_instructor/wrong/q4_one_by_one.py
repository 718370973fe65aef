"""catch: q4
say: *hold and wait* is still true

Takes each flag when it is free, one after the other: hold and wait with flags.
"""


# %% [q4]
def take_together(first, second):
    yield lock("desk")
    while (yield load(first)):
        yield wait("back", "desk")
    yield store(first, 1)
    while (yield load(second)):
        yield wait("back", "desk")
    yield store(second, 1)
    yield unlock("desk")


def put_together(first, second):
    yield lock("desk")
    yield store(first, 0)
    yield store(second, 0)
    yield broadcast("back")
    yield unlock("desk")
