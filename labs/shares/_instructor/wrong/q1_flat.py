"""catch: q1
say: added up to its weight

Nice is thought to count over the whole machine, groups or not.
"""


# %% [q1]
def heft(member):
    if "members" in member:
        return sum(map(heft, member["members"]))
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
