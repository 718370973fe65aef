"""catch: q3
say: its queue is a copy

The loop looks at a local variable that nobody can change.
"""


# %% [q3]
def put(item, slots):
    yield lock("m")
    queue = yield load("queue")
    while len(queue) == slots:
        yield wait("room", "m")
    yield store("queue", queue + (item,))
    yield signal("items")
    yield unlock("m")


def get():
    yield lock("m")
    queue = yield load("queue")
    while len(queue) == 0:
        yield wait("items", "m")
    yield store("queue", queue[1:])
    yield signal("room")
    yield unlock("m")
    return queue[0]
