"""The reference: answers of lab 4, one part a question."""


# %% [q1]
def heft(member):
    if "members" in member:
        return member["weight"] if any(map(heft, member["members"])) else 0
    return WEIGHT[member["nice"] + 20] if member["ready"] else 0


def cpu_shares(members):
    total = sum(map(heft, members))
    found = {}
    for member in members:
        mine = heft(member) / total if total else 0
        if "members" in member:
            for name, share in cpu_shares(member["members"]).items():
                found[name] = mine * share
        else:
            found[member["name"]] = mine
    return found


# %% [q2]
def nice_for(workers, keep, own_session):
    for nice in range(20):
        team = [{"name": n, "nice": nice, "ready": True} for n in range(workers)]
        if own_session:
            team = [{"weight": 1024, "members": team}]
        loop = {"name": "loop", "nice": 0, "ready": True}
        if cpu_shares([loop, *team])["loop"] >= keep:
            return nice
    return None


# %% [q3]
def fair_queue(tasks, slice_us, tick_us, until_us):
    length = -(-slice_us // tick_us) * tick_us
    virtual, turns = {}, []
    for now in range(0, until_us, length):
        least = min(virtual.values(), default=0)
        for task in tasks:
            if task["name"] not in virtual and task["arrives"] <= now:
                virtual[task["name"]] = least
        there = [task for task in tasks if task["name"] in virtual]
        chosen = min(there, key=lambda task: virtual[task["name"]])
        virtual[chosen["name"]] += length * 1024 // chosen["weight"]
        turns.append((chosen["name"], virtual[chosen["name"]]))
    return turns


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


# %% [q5]
findings = {
    "shifted_keeps": "the same",
    "crowd_leaves": "half",
    "equal_in_a_race": ["ran + waited", "ran / weight"],
}
