"""catch: q3
say: Did a request miss its yield

A load without its yield is a request that nobody has made.
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
    queue = load("queue")
    while len(queue) == 0:
        yield wait("items", "m")
        queue = yield load("queue")
    yield store("queue", queue[1:])
    yield signal("room")
    yield unlock("m")
    return queue[0]
