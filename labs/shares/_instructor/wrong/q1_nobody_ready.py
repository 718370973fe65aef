"""catch: q1
say: ZeroDivisionError

Somebody always wants the CPU, or so one thinks.
"""


# %% [q1]
def heft(member):
    if "members" in member:
        return member["weight"] if any(map(heft, member["members"])) else 0
    return WEIGHT[member["nice"] + 20] if member["ready"] else 0


def cpu_shares(members):
    total = sum(map(heft, members))
    found = {}
    for member in members:
        mine = heft(member) / total
        if "members" in member:
            for name, share in cpu_shares(member["members"]).items():
                found[name] = mine * share
        else:
            found[member["name"]] = mine
    return found
