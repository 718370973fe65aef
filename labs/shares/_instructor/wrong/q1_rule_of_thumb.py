"""catch: q1
say: rule of thumb

1.25 a step is what everybody remembers.
"""


# %% [q1]
def heft(member):
    if "members" in member:
        return member["weight"] if any(map(heft, member["members"])) else 0
    return 1.25 ** -member["nice"] if member["ready"] else 0


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
