"""catch: q3
say: What must who wakes do

Gives each role its place, and does not look again.
"""


# %% [q3]
def put(item, slots):
    yield lock("m")
    queue = yield load("queue")
    if len(queue) == slots:
        yield wait("room", "m")
        queue = yield load("queue")
    yield store("queue", queue + (item,))
    yield signal("items")
    yield unlock("m")


def get():
    yield lock("m")
    queue = yield load("queue")
    if len(queue) == 0:
        yield wait("items", "m")
        queue = yield load("queue")
    yield store("queue", queue[1:])
    yield signal("room")
    yield unlock("m")
    return queue[0]
