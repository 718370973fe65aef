"""catch: q2
say: the loop's own share

The share of the workers is held against keep.
"""


# %% [q2]
def nice_for(workers, keep, own_session):
    for nice in range(20):
        team = [{"name": n, "nice": nice, "ready": True} for n in range(workers)]
        if own_session:
            team = [{"weight": 1024, "members": team}]
        loop = {"name": "loop", "nice": 0, "ready": True}
        if 1 - cpu_shares([loop, *team])["loop"] >= keep:
            return nice
    return None
