"""catch: q3
say: did not hold the mutex at step 1

Looks before it takes the mutex, to hold it for shorter.
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
    queue = yield load("queue")
    yield lock("m")
    while len(queue) == 0:
        yield wait("items", "m")
        queue = yield load("queue")
    yield store("queue", queue[1:])
    yield signal("room")
    yield unlock("m")
    return queue[0]
