"""catch: q4
say: *hold and wait* is still true

Takes the flags one by one in rising order: no hang, but the wrong condition is broken.
"""


# %% [q4]
def take_together(first, second):
    yield lock("desk")
    while (yield load(min(first, second))):
        yield wait("back", "desk")
    yield store(min(first, second), 1)
    while (yield load(max(first, second))):
        yield wait("back", "desk")
    yield store(max(first, second), 1)
    yield unlock("desk")


def put_together(first, second):
    yield lock("desk")
    yield store(first, 0)
    yield store(second, 0)
    yield broadcast("back")
    yield unlock("desk")
