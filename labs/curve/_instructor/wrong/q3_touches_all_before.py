"""catch: q3
say: misses and

Fills the whole cache with zeros between the two looks, to have it ready.
"""

# %% [q3]
import mmap
import os
import resource


def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt


def one_cache(file, pages, frames, page_bytes):
    oldest_first, total, misses = {}, 0, 0
    area = mmap.mmap(-1, os.fstat(file).st_size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    with area:
        area.madvise(mmap.MADV_NOHUGEPAGE)
        before = faults()
        area[:] = bytes(len(area))
        for one in range(0, len(area), page_bytes):
            area.madvise(mmap.MADV_DONTNEED, one, page_bytes)
        for page in pages:
            start = page * page_bytes
            if page in oldest_first:
                del oldest_first[page]
            else:
                misses += 1
                if len(oldest_first) == frames:
                    oldest = next(iter(oldest_first))
                    del oldest_first[oldest]
                    area.madvise(mmap.MADV_DONTNEED, oldest * page_bytes, page_bytes)
                area[start : start + page_bytes] = os.pread(file, page_bytes, start)
            oldest_first[page] = True
            total += area[start]
        after = faults()
    return misses, after - before, total


def cached_reads(path, traces, sizes, page_bytes):
    file = os.open(path, os.O_RDONLY)
    found = {}
    try:
        for name, pages in traces.items():
            rows = [one_cache(file, pages, frames, page_bytes) for frames in sizes]
            found[name] = {
                "misses": [misses for misses, _, _ in rows],
                "faults": [counted for _, counted, _ in rows],
                "sums": [total for _, _, total in rows],
            }
    finally:
        os.close(file)
    return found
