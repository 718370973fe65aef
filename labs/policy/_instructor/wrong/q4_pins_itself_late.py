"""catch: q4
say: a child inherits it

The hog is started first, then the parent pins itself alone.
"""


# %% [q4]
def schedstat(pid):
    with open(f"/proc/{pid}/schedstat") as file:
        ran, waited, _ = map(int, file.read().split())
    return ran, waited


def serve(rounds, work_ms, sleep_ms, hog):
    watched = [os.getpid(), *([hog.pid] if hog else [])]
    cpus = set().union(*(os.sched_getaffinity(pid) for pid in watched))
    before = [schedstat(pid) for pid in watched]
    usage, start = resource.getrusage(resource.RUSAGE_THREAD), time.monotonic_ns()
    for _ in range(rounds):
        time.sleep(sleep_ms / 1000)
        compute(work_ms)
    wall = time.monotonic_ns() - start
    done = resource.getrusage(resource.RUSAGE_THREAD)
    after = [schedstat(pid) for pid in watched]
    return {
        "ran": after[0][0] - before[0][0],
        "waited": after[0][1] - before[0][1],
        "wall": wall,
        "voluntary": done.ru_nvcsw - usage.ru_nvcsw,
        "involuntary": done.ru_nivcsw - usage.ru_nivcsw,
        "hog_ran": after[1][0] - before[1][0] if hog else 0,
        "cpus": sorted(cpus),
    }


def beside(rounds, work_ms, sleep_ms, nice):
    hog = start_hog()
    try:
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        if nice:
            os.setpriority(os.PRIO_PROCESS, hog.pid, 19)
        return serve(rounds, work_ms, sleep_ms, hog)
    finally:
        hog.kill()
        hog.wait()


def beside_hog(rounds, work_ms, sleep_ms):
    allowed = os.sched_getaffinity(0)
    try:
        return {
            "alone": serve(rounds, work_ms, sleep_ms, None),
            "equal": beside(rounds, work_ms, sleep_ms, nice=False),
            "nice": beside(rounds, work_ms, sleep_ms, nice=True),
        }
    finally:
        os.sched_setaffinity(0, allowed)
