"""catch: q3
say: by consumer 1, woke consumer 2

Mends what was seen to be robbed, and leaves one place to sleep for two roles.
"""


# %% [q3]
def put(item, slots):
    yield lock("m")
    queue = yield load("queue")
    while len(queue) == slots:
        yield wait("changed", "m")
        queue = yield load("queue")
    yield store("queue", queue + (item,))
    yield signal("changed")
    yield unlock("m")


def get():
    yield lock("m")
    queue = yield load("queue")
    while len(queue) == 0:
        yield wait("changed", "m")
        queue = yield load("queue")
    yield store("queue", queue[1:])
    yield signal("changed")
    yield unlock("m")
    return queue[0]
