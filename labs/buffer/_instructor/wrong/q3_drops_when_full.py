"""catch: q3
say: has changed nothing

A put that gives up where the queue is full.
"""


# %% [q3]
def put(item, slots):
    yield lock("m")
    queue = yield load("queue")
    if len(queue) == slots:
        yield unlock("m")
        return
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
    return queue[0]
