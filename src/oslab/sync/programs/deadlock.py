"""deadlock.py rlock|lock: two threads, each holding one lock and asking for the other's.

It says "ready" once both hold what they hold. The main thread then waits for them, and the
program ends by itself after a minute if nobody ends it before.
"""

import signal
import sys
import threading

signal.alarm(60)
make = {"rlock": threading.RLock, "lock": threading.Lock}[sys.argv[1]]
first, second = make(), make()
both_hold = threading.Barrier(3)


def take(own: threading.Lock, other: threading.Lock) -> None:
    """Hold one lock, and ask for the other once both are held."""
    with own:
        both_hold.wait()
        with other:
            pass


threads = [threading.Thread(target=take, args=pair) for pair in [(first, second), (second, first)]]
for thread in threads:
    thread.start()
both_hold.wait()
print("ready", flush=True)
for thread in threads:
    thread.join()
