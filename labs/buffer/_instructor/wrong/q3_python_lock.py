"""catch: q3
say: not allowed here

Writes threading where thread programs are asked.
"""


# %% [q3]
def put(item, slots):
    with lock("m"):
        yield store("queue", (item,))


def get():
    with lock("m"):
        return (yield load("queue"))[0]
