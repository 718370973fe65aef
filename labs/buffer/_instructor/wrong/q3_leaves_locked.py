"""catch: q3
say: does every way out unlock it

Returns without the unlock.
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
    return queue[0]
