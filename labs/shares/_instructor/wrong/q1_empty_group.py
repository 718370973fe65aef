"""catch: q1
say: Is there a group with nobody ready?

A group keeps its share even if nobody in it wants the CPU.
"""


# %% [q1]
def heft(member):
    if "members" in member:
        return member["weight"]
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
