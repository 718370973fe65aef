"""catch: q4
say: the first number of schedstat

The columns of schedstat are taken the other way round.
"""


# %% [q4]
def schedstat(pid):
    with open(f"/proc/{pid}/schedstat") as file:
        ran, waited, _ = map(int, file.read().split())
    return waited, ran


def race(nices, cpu, least_ns):
    pids = []
    try:
        for nice in nices:
            pids.append(start_spinner())
            os.sched_setaffinity(pids[-1], {cpu})
            os.setpriority(os.PRIO_PROCESS, pids[-1], nice)
        for pid in pids:
            os.kill(pid, signal.SIGCONT)
        while min(ran for ran, _ in map(schedstat, pids)) < least_ns:
            time.sleep(0.005)
        looks = [schedstat(pid) for pid in pids]
        allowed = set().union(*map(os.sched_getaffinity, pids))
        tasks = [{"name": p, "nice": n, "ready": True} for p, n in zip(pids, nices)]
        return {
            "nices": [os.getpriority(os.PRIO_PROCESS, pid) for pid in pids],
            "cpus": sorted(allowed),
            "ran": [ran for ran, _ in looks],
            "waited": [waited for _, waited in looks],
            "foretold": list(cpu_shares(tasks).values()),
        }
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def races(plan, cpu, least_ns):
    return {name: race(nices, cpu, least_ns) for name, nices in plan.items()}
