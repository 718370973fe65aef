"""catch: q3
say: the two exchanged

The two names are exchanged: minor sounds like the fault of a small read.
"""

# %% [q3]
import mmap
import os
import resource


def device_bytes():
    with open("/proc/self/io") as file:
        return int(dict(line.split(": ") for line in file)["read_bytes"])


def one_pass(path, batches, record_bytes, *, cold, advice):
    fd = os.open(path, os.O_RDONLY)
    try:
        if cold:
            os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
        area = mmap.mmap(fd, 0, prot=mmap.PROT_READ)
    finally:
        os.close(fd)
    with area:
        area.madvise(advice)
        device, before = device_bytes(), resource.getrusage(resource.RUSAGE_SELF)
        total = 0
        for record in (record for batch in batches for record in batch):
            first = record * record_bytes
            total += sum(area[first : first + record_bytes])
        after = resource.getrusage(resource.RUSAGE_SELF)
        device = device_bytes() - device
    return {
        "sum": total,
        "major": after.ru_minflt - before.ru_minflt,
        "minor": after.ru_majflt - before.ru_majflt,
        "device_pages": device // record_bytes,
    }


def count_faults(path, batches, record_bytes):
    return {
        "wanted": len({record for batch in batches for record in batch}),
        "cold": one_pass(path, batches, record_bytes, cold=True, advice=mmap.MADV_RANDOM),
        "warm": one_pass(path, batches, record_bytes, cold=False, advice=mmap.MADV_RANDOM),
        "unadvised": one_pass(path, batches, record_bytes, cold=True, advice=mmap.MADV_NORMAL),
    }
