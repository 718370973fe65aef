"""catch: q1
say: per cent

Shares are spoken of in per cent.
"""


# %% [q1]
def heft(member):
    if "members" in member:
        return member["weight"] if any(map(heft, member["members"])) else 0
    return WEIGHT[member["nice"] + 20] if member["ready"] else 0


def part_shares(members):
    total = sum(map(heft, members))
    found = {}
    for member in members:
        mine = heft(member) / total if total else 0
        if "members" in member:
            for name, share in part_shares(member["members"]).items():
                found[name] = mine * share
        else:
            found[member["name"]] = mine
    return found


def cpu_shares(members):
    return {name: 100 * share for name, share in part_shares(members).items()}
