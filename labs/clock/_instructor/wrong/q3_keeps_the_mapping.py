"""catch: q3
say: so close each mapping first

All files are opened first and closed last; the page cache keeps what somebody has mapped.
"""

# %% [q3]
import mmap
import os
import resource


def device_bytes():
    with open("/proc/self/io") as file:
        return int(dict(line.split(": ") for line in file)["read_bytes"])


def forget(path):
    fd = os.open(path, os.O_RDONLY)
    os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(fd)


def mapped(path):
    fd = os.open(path, os.O_RDONLY)
    area = mmap.mmap(fd, 0, prot=mmap.PROT_READ)
    os.close(fd)
    return area


def look(area, batches, size):
    device, before = device_bytes(), resource.getrusage(resource.RUSAGE_SELF)
    total = sum(sum(area[n * size : (n + 1) * size]) for batch in batches for n in batch)
    after = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "sum": total,
        "major": after.ru_majflt - before.ru_majflt,
        "minor": after.ru_minflt - before.ru_minflt,
        "device_pages": (device_bytes() - device) // size,
    }


def count_faults(path, batches, record_bytes):
    advised, again, plain = mapped(path), mapped(path), mapped(path)
    advised.madvise(mmap.MADV_RANDOM)
    again.madvise(mmap.MADV_RANDOM)
    forget(path)
    cold = look(advised, batches, record_bytes)
    warm = look(again, batches, record_bytes)
    forget(path)
    unadvised = look(plain, batches, record_bytes)
    for area in (advised, again, plain):
        area.close()
    return {
        "wanted": len({n for batch in batches for n in batch}),
        "cold": cold,
        "warm": warm,
        "unadvised": unadvised,
    }
