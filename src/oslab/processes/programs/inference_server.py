"""An inference server in small: a queue, a pool of threads, and work without the GIL.

Reads one JSON object from standard input:
    threads, iterations, arrivals (nanoseconds), cpus
and writes one when every request is answered:
    starts, finishes (nanoseconds), cpu_ns, voluntary, involuntary

Requests arrive when they are due, answered or not (an open loop). A request is
PBKDF2, which computes in C with the GIL released, as a forward pass does.
"""

import hashlib
import json
import os
import queue
import resource
import sys
import threading
import time


def main() -> None:
    """Serve what standard input asks for."""
    asked = json.load(sys.stdin)
    os.sched_setaffinity(0, asked["cpus"])
    arrivals = asked["arrivals"]
    iterations = asked["iterations"]
    starts, finishes = [0] * len(arrivals), [0] * len(arrivals)
    jobs: queue.SimpleQueue[int | None] = queue.SimpleQueue()
    reports: list[tuple[int, int, int]] = []

    def worker() -> None:
        before = resource.getrusage(resource.RUSAGE_THREAD)
        cpu = time.thread_time_ns()
        while (request := jobs.get()) is not None:
            starts[request] = time.monotonic_ns() - zero
            hashlib.pbkdf2_hmac("sha256", b"prompt", b"weights", iterations)
            finishes[request] = time.monotonic_ns() - zero
        cpu = time.thread_time_ns() - cpu
        after = resource.getrusage(resource.RUSAGE_THREAD)
        reports.append((cpu, after.ru_nvcsw - before.ru_nvcsw, after.ru_nivcsw - before.ru_nivcsw))

    pool = [threading.Thread(target=worker, daemon=True) for _ in range(asked["threads"])]
    zero = time.monotonic_ns()  # for the worker that is first
    for thread in pool:
        thread.start()
    zero = time.monotonic_ns()
    for request, due in enumerate(arrivals):
        wait = due - (time.monotonic_ns() - zero)
        if wait > 0:
            time.sleep(wait / 1e9)
        jobs.put(request)
    for _ in pool:
        jobs.put(None)
    for thread in pool:
        thread.join()
    cpu_ns, voluntary, involuntary = (sum(column) for column in zip(*reports, strict=True))
    json.dump(
        {
            "starts": starts, "finishes": finishes, "cpu_ns": cpu_ns,
            "voluntary": voluntary, "involuntary": involuntary,
        },
        sys.stdout,
    )  # fmt: skip


if __name__ == "__main__":
    main()
