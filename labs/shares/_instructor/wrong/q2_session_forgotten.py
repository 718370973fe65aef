"""catch: q2
say: divides between the two groups first

nice is believed to reach into other sessions.
"""


# %% [q2]
def nice_for(workers, keep, own_session):
    for nice in range(20):
        team = [{"name": n, "nice": nice, "ready": True} for n in range(workers)]
        loop = {"name": "loop", "nice": 0, "ready": True}
        if cpu_shares([loop, *team])["loop"] >= keep:
            return nice
    return None
