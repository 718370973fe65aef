"""catch: q2
say: count all

The number of workers is forgotten: nice is a matter between two.
"""


# %% [q2]
def nice_for(workers, keep, own_session):
    for nice in range(20):
        team = [{"name": n, "nice": nice, "ready": True} for n in range(1)]
        if own_session:
            team = [{"weight": 1024, "members": team}]
        loop = {"name": "loop", "nice": 0, "ready": True}
        if cpu_shares([loop, *team])["loop"] >= keep:
            return nice
    return None
