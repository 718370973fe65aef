"""catch: q3
say: which nobody put

Returns all that was inside.
"""


# %% [q3]
def put(item, slots):
    yield lock("m")
    queue = yield load("queue")
    while len(queue) == slots:
        yield wait("room", "m")
        queue = yield load("queue")
    yield store("queue", queue + (item,))
    yield signal("items")
    yield unlock("m")


def get():
    yield lock("m")
    queue = yield load("queue")
    while len(queue) == 0:
        yield wait("items", "m")
        queue = yield load("queue")
    yield store("queue", queue[1:])
    yield signal("room")
    yield unlock("m")
    return queue
