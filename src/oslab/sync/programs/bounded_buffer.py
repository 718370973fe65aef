"""bounded_buffer.py VARIANT TRIALS SEED: the same buffer of one slot as bounded_buffer.c.

A condition lists those who wait and were not told (`_waiters`): when they are as many as are
left, nobody can go on. It prints how many trials went well, took from an empty buffer, put into
a full one, hung, and were refused: `threading` lets nobody tell a condition without its lock,
but of a plain Lock it sees only that somebody holds it. Then how many items were lost, and
taken twice.
"""

import random
import signal
import sys
import threading
import time

signal.alarm(120)
sys.setswitchinterval(1e-6)
variant, trials, chance = sys.argv[1], int(sys.argv[2]), random.Random(int(sys.argv[3]))
telling = variant in ("signal for broadcast", "broadcast to two")
slots = 2 if telling else 1
FINE, EMPTY, FULL, HUNG, REFUSED = range(5)


def falter() -> None:
    """Let others run, or not."""
    if chance.random() < 0.5:
        time.sleep(0)


class Trial:
    """One history of producers and consumers."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.items = threading.Condition(self.lock)
        one = variant == "one condition for two roles"
        self.room = self.items if one else threading.Condition(self.lock)
        self.count, self.outcome, self.over = 0, FINE, False
        self.buffer: list[int] = []
        self.put: list[int] = []
        self.taken: list[int] = []
        if telling:
            work = [self.produce_two, self.consume, self.consume]
        elif variant == "changed without the lock":
            work = [self.produce_carelessly, self.consume]
        else:
            work = [lambda: self.produce(0), lambda: self.produce(1), self.consume, self.consume]
        chance.shuffle(work)
        self.left = len(work)
        self.threads = [threading.Thread(target=self.run, args=(each,)) for each in work]

    def run(self, work) -> None:  # type: ignore[no-untyped-def]
        """Do the work, then be one less."""
        falter()
        work()
        with self.lock:
            self.left -= 1
            self.look()

    def look(self, about_to_wait: int = 0) -> None:
        """End the trial if everybody who is left waits and was not told."""
        conditions = {self.items, self.room}
        untold = about_to_wait + sum(len(vars(each)["_waiters"]) for each in conditions)
        if not self.over and self.left > 0 and untold == self.left:
            self.broken(HUNG)
            self.over = True
            for condition in conditions:
                condition.notify_all()

    def broken(self, outcome: int) -> None:
        """Note the first thing that went wrong."""
        self.outcome = self.outcome or outcome

    def wait(self, condition: threading.Condition) -> None:
        """Wait, unless nobody would be left to tell."""
        self.look(about_to_wait=1)
        if not self.over:
            condition.wait()

    def tell(self, condition: threading.Condition, many: int = 1) -> None:
        """Wake some of those who wait, which Python refuses to who has no lock."""
        try:
            condition.notify(many)
        except RuntimeError:
            self.broken(REFUSED)
            with condition:
                condition.notify(many)  # so that the trial can end

    def change_and_tell(self, by: int, condition: threading.Condition) -> None:
        """Change the count, tell, and unlock, in the variant's order."""
        self.count += by
        if variant == "signal after unlock":
            self.lock.release()
            falter()
            self.tell(condition)
            return
        self.tell(condition)
        self.lock.release()

    def produce(self, item: int) -> None:
        """Put one item once there is room."""
        self.lock.acquire()
        full = self.count == slots
        while full and not self.over:
            falter()
            self.wait(self.room)
            full = variant != "if for while" and self.count == slots
        if self.over:
            self.lock.release()
            return
        if self.count >= slots:
            self.broken(FULL)
        self.buffer[:] = [item]
        self.put.append(item)
        self.change_and_tell(1, self.items)

    def produce_carelessly(self) -> None:
        """Put one item and tell, both without the lock."""
        self.buffer.append(0)
        self.put.append(0)
        self.count += 1
        self.tell(self.items)

    def produce_two(self) -> None:
        """Fill the buffer and tell one consumer, or all."""
        with self.lock:
            self.buffer[:] = [0, 1]
            self.put += [0, 1]
            self.count = 2
            self.tell(self.items, 1 if variant == "signal for broadcast" else 2)

    def consume(self) -> None:
        """Take one item once there is one."""
        self.lock.acquire()
        empty = self.count == 0
        while empty and not self.over:
            falter()
            self.wait(self.items)
            empty = variant != "if for while" and self.count == 0
        if self.over:
            self.lock.release()
            return
        if self.count <= 0:
            self.broken(EMPTY)
        self.taken.append(self.buffer[max(0, self.count - 1)])
        self.change_and_tell(-1, self.room)


outcomes, lost, twice = [0] * 5, 0, 0
for _ in range(trials):
    trial = Trial()
    for thread in trial.threads:
        thread.start()
    for thread in trial.threads:
        thread.join()
    outcomes[trial.outcome] += 1
    inside = trial.buffer[: max(0, trial.count)]
    lost += sum(1 for item in trial.put if item not in trial.taken and item not in inside)
    twice += len(trial.taken) - len(set(trial.taken))
print(*outcomes, lost, twice)
