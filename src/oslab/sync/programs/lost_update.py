"""lost_update.py KIND RACES INCREMENTS SWITCH_US: races of two threads that add to one variable.

It runs under any CPython since 3.8, and prints the version, whether the global lock was on, and
each value with which a race ended beside how many did, as VALUE:RACES.

Both threads tell each other that they are there, each by a place in a list of its own, and let
the other run while they wait. Then each idles for a while of chance: under the global lock a
long one, or whoever goes on first would always be done before the other can ask for the lock.
"""

import collections
import random
import signal
import sys
import threading
import time

n = 0
lock = threading.Lock()


def one() -> int:
    """Return 1: what matters is that this is a function."""
    return 1


def plain(increments: int) -> None:
    """Load, add and store, with nothing between."""
    global n  # noqa: PLW0603 - the shared variable
    for _ in range(increments):
        n += 1


def call(increments: int) -> None:
    """Call a function between the load and the store."""
    global n  # noqa: PLW0603 - the shared variable
    for _ in range(increments):
        n += one()


def sleep(increments: int) -> None:
    """Let go of the lock of the interpreter between the load and the store."""
    global n  # noqa: PLW0603 - the shared variable
    for _ in range(increments):
        seen = n
        time.sleep(0)
        n = seen + 1


def guarded(increments: int) -> None:
    """Call a function between the load and the store, and let nobody else in."""
    global n  # noqa: PLW0603 - the shared variable
    for _ in range(increments):
        with lock:
            n += one()


KINDS = {"plain": plain, "call": call, "sleep": sleep, "mutex": guarded}

signal.alarm(120)
work = KINDS[sys.argv[1]]
races, increments, switch_us = map(int, sys.argv[2:])
sys.setswitchinterval(switch_us / 1e6)
locked = getattr(sys, "_is_gil_enabled", lambda: True)()
idle = 4_000 if locked else 100
arrived, left = [0, 0], [0, 0]
finals: "collections.Counter[int]" = collections.Counter()


def meet(places: "list[int]", own: int, race: int) -> None:
    """Wait until the other is there too."""
    places[own] = race
    while places[1 - own] < race:
        time.sleep(0)


def side(own: int) -> None:
    """Run one side of every race."""
    global n  # noqa: PLW0603 - the shared variable
    chance = random.Random(own)
    for race in range(1, races + 1):
        meet(arrived, own, race)
        for _ in range(chance.randrange(idle)):
            pass
        work(increments)
        meet(left, own, race)
        if own == 0:  # the other cannot be further than the next meeting
            finals[n] += 1
            n = 0


threads = [threading.Thread(target=side, args=(own,)) for own in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sys.version.split()[0], locked, *(f"{value}:{finals[value]}" for value in sorted(finals)))
