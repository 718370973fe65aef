"""The reference of the sample lab."""

# %% [q1]
def span(pages):
    if not pages:
        return 0
    return max(pages) - min(pages) + 1

# %% [q2]
import mmap
import resource


def touch(path):
    with open(path) as file:
        pages = int(file.read())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    with mmap.mmap(-1, pages * 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS) as area:
        for page in range(pages):
            area[page * 4096] = 1
    return {"pages": pages, "faults": resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before}

# %% [q3]
larger = "faults"

# %% [q4]
def guess(low, high):
    return (low + high) // 2

# %% [q5]
def add():
    yield lock("m")
    n = yield load("n")
    yield store("n", n + 1)
    yield unlock("m")
