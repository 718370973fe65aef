"""catch: q4
say: *no preemption*

Takes the first, looks at the second, and gives the first back before it waits.
"""


# %% [q4]
def take_together(first, second):
    yield lock("desk")
    while True:
        if not (yield load(first)):
            yield store(first, 1)
            if not (yield load(second)):
                yield store(second, 1)
                break
            yield store(first, 0)
        yield wait("back", "desk")
    yield unlock("desk")


def put_together(first, second):
    yield lock("desk")
    yield store(first, 0)
    yield store(second, 0)
    yield broadcast("back")
    yield unlock("desk")
