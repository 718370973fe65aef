"""catch: q3
say: no letters

The ends of the lines are counted with the names.
"""

# %% [q3]
import gc
import json
import os
import resource
from pathlib import Path


def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt


def private_pages():
    for line in Path("/proc/self/smaps_rollup").read_text().splitlines():
        if line.startswith("Private_Dirty:"):
            return int(line.split()[1]) * 1024 // resource.getpagesize()


def in_worker(work):
    reading, writing = os.pipe()
    worker = os.fork()
    if worker == 0:
        try:
            pages, before = private_pages(), faults()
            total = work()
            after = faults()
            row = {"faults": after - before, "pages": private_pages() - pages, "total": total}
            os.write(writing, json.dumps(row).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        row = json.loads(pipe.read())
    os.waitpid(worker, 0)
    return row


def six_workers(path):
    names = Path(path).read_text().split("\n")
    records = [[number, name] for number, name in enumerate(names)]
    packed = "\n".join(names).encode()
    del names

    def read():
        return sum(len(record[1]) for record in records)

    def collect():
        gc.collect()
        return 0

    addresses = [id(record) for record in records] + [id(record[1]) for record in records]
    objects = [{"address": one, "immortal": False} for one in addresses]
    found = {
        "foretold": written_pages(objects, resource.getpagesize(), "read"),
        "idle": in_worker(lambda: 0),
        "read": in_worker(read),
        "packed": in_worker(lambda: len(packed)),
        "collect": in_worker(collect),
    }
    gc.collect()
    gc.freeze()
    try:
        found["frozen_collect"] = in_worker(collect)
        found["frozen_read"] = in_worker(read)
    finally:
        gc.unfreeze()
    return found
