"""catch: q4
say: work with

Waits with if: whoever wakes up does not look again.
"""


# %% [q4]
def take_together(first, second):
    yield lock("desk")
    if (yield load(first)) or (yield load(second)):
        yield wait("back", "desk")
    yield store(first, 1)
    yield store(second, 1)
    yield unlock("desk")


def put_together(first, second):
    yield lock("desk")
    yield store(first, 0)
    yield store(second, 0)
    yield broadcast("back")
    yield unlock("desk")
