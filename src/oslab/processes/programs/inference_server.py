"""An inference server in small: a queue, a pool of threads, and work without the GIL.

Reads one JSON object from standard input:
    threads, iterations, arrivals (nanoseconds), cpus
and writes one when every request is answered:
    starts, finishes, services (nanoseconds, CPU time), cpu_ns, voluntary, involuntary

Requests arrive when they are due, answered or not (an open loop). A request is
PBKDF2, which computes in C with the GIL released, as a forward pass does. The CPU
time is that of the whole pool and of the thread that hands the requests over.
"""

import hashlib
import json
import os
import queue
import resource
import sys
import threading
import time


class Server:
    """A pool of threads in front of which requests queue; times count from `zero`."""

    def __init__(self, threads: int, iterations: int, requests: int) -> None:
        """Start the pool."""
        self.iterations = iterations
        self.starts, self.finishes, self.services = ([0] * requests for _ in range(3))
        self.jobs: queue.SimpleQueue[int | None] = queue.SimpleQueue()
        self.reports: list[tuple[int, int]] = []
        self.pool = [threading.Thread(target=self.work, daemon=True) for _ in range(threads)]
        for thread in self.pool:
            thread.start()
        self.zero, self.cpu_zero = time.monotonic_ns(), time.process_time_ns()

    def work(self) -> None:
        """Be one thread: serve until there is nothing more to come."""
        before = resource.getrusage(resource.RUSAGE_THREAD)
        while (request := self.jobs.get()) is not None:
            self.starts[request] = time.monotonic_ns() - self.zero
            cpu = time.thread_time_ns()
            hashlib.pbkdf2_hmac("sha256", b"prompt", b"weights", self.iterations)
            self.services[request] = time.thread_time_ns() - cpu
            self.finishes[request] = time.monotonic_ns() - self.zero
        after = resource.getrusage(resource.RUSAGE_THREAD)
        self.reports.append((after.ru_nvcsw - before.ru_nvcsw, after.ru_nivcsw - before.ru_nivcsw))

    def receive(self, arrivals: list[int]) -> None:
        """Hand over each request when it is due, then wait for the last answer."""
        for request, due in enumerate(arrivals):
            wait = due - (time.monotonic_ns() - self.zero)
            if wait > 0:
                time.sleep(wait / 1e9)
            self.jobs.put(request)
        for _ in self.pool:
            self.jobs.put(None)
        for thread in self.pool:
            thread.join()
        self.cpu_ns = time.process_time_ns() - self.cpu_zero


def main() -> None:
    """Serve what standard input asks for."""
    asked = json.load(sys.stdin)
    os.sched_setaffinity(0, asked["cpus"])
    server = Server(asked["threads"], asked["iterations"], len(asked["arrivals"]))
    server.receive(asked["arrivals"])
    voluntary, involuntary = (sum(column) for column in zip(*server.reports, strict=True))
    answer = {"starts": server.starts, "finishes": server.finishes, "services": server.services}
    counts = {"cpu_ns": server.cpu_ns, "voluntary": voluntary, "involuntary": involuntary}
    json.dump({**answer, **counts}, sys.stdout)


if __name__ == "__main__":
    main()
