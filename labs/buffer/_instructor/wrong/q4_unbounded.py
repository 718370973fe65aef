"""catch: q4
say: Whom does put let wait

A queue with no bound: loaders run ahead until memory is full.
"""


# %% [q4]
class Buffer:
    def __init__(self, slots):
        self.slots = slots
        self.inside = collections.deque()
        self.log = []
        self.lock = threading.Lock()
        self.items = threading.Condition(self.lock)
        self.room = threading.Condition(self.lock)
        self.closed = False

    def put(self, batch):
        with self.lock:
            self.inside.append(batch)
            self.log.append(batch)
            self.items.notify()

    def get(self):
        with self.lock:
            while not self.inside and not self.closed:
                self.items.wait()
            if not self.inside:
                return None
            batch = self.inside.popleft()
            self.log.append(-batch)
            self.room.notify()
            return batch

    def close(self):
        with self.lock:
            self.closed = True
            self.items.notify_all()


def epoch(loads, trainers, slots, load_ms, train_ms):
    buffer = Buffer(slots)
    taken = [[] for _ in range(trainers)]

    def loader(mine):
        for batch in mine:
            pause(load_ms)
            buffer.put(batch)

    def trainer(mine):
        while (batch := buffer.get()) is not None:
            mine.append(batch)
            pause(train_ms)

    def ending(threads):
        for one in threads:
            one.join()
        buffer.close()

    loaders = [start(loader, mine) for mine in loads]
    others = [start(trainer, mine) for mine in taken[1:]]
    others.append(start(ending, loaders))
    before = switches()
    trainer(taken[0])
    after = switches()
    for one in others:
        one.join()
    return {"taken": taken, "log": buffer.log, "switches": after - before}


def prefetch(folder, trainers, slots, pause_ms):
    loads = batches(folder)
    return {
        "slow_loaders": epoch(loads, trainers, slots, pause_ms, 0),
        "slow_trainers": epoch(loads, trainers, slots, 0, pause_ms),
    }
