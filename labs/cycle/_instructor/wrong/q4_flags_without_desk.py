"""catch: q4
say: only while you hold the desk

Gives the flags back without the desk: "a store is one step".
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
    yield store(first, 0)
    yield store(second, 0)
    yield lock("desk")
    yield broadcast("back")
    yield unlock("desk")
