"""catch: q3
say: What must who wakes do

Tells everybody in the hope that it helps against the theft.
"""


# %% [q3]
def put(item, slots):
    yield lock("m")
    queue = yield load("queue")
    if len(queue) == slots:
        yield wait("room", "m")
        queue = yield load("queue")
    yield store("queue", queue + (item,))
    yield broadcast("items")
    yield unlock("m")


def get():
    yield lock("m")
    queue = yield load("queue")
    if len(queue) == 0:
        yield wait("items", "m")
        queue = yield load("queue")
    yield store("queue", queue[1:])
    yield broadcast("room")
    yield unlock("m")
    return queue[0]
