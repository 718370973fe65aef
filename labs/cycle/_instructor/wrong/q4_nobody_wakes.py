"""catch: q4
say: Who is to wake it

Gives back and tells nobody.
"""


# %% [q4]
def take_together(first, second):
    yield lock("desk")
    while (yield load(first)) or (yield load(second)):
        yield wait("back", "desk")
    yield store(first, 1)
    yield store(second, 1)
    yield unlock("desk")


def put_together(first, second):
    yield lock("desk")
    yield store(first, 0)
    yield store(second, 0)
    yield unlock("desk")
