"""catch: q4
say: and the plan says

The nice values are never set.
"""


# %% [q4]
def schedstat(pid):
    with open(f"/proc/{pid}/schedstat") as file:
        ran, waited, _ = map(int, file.read().split())
    return ran, waited


def race(nices, cpu, least_ns):
    pids = []
    try:
        for nice in nices:
            pids.append(start_spinner())
            os.sched_setaffinity(pids[-1], {cpu})
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
