"""catch: q2
say: no nice value helps

Where nothing helps one does what one can.
"""


# %% [q2]
def nice_for(workers, keep, own_session):
    for nice in range(20):
        team = [{"name": n, "nice": nice, "ready": True} for n in range(workers)]
        if own_session:
            team = [{"weight": 1024, "members": team}]
        loop = {"name": "loop", "nice": 0, "ready": True}
        if cpu_shares([loop, *team])["loop"] >= keep:
            return nice
    return 19
