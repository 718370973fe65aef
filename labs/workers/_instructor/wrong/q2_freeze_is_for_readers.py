"""catch: q2
say: still counts

Takes gc.freeze() for a switch that makes objects immortal.
"""


# %% [q2]
def written_pages(objects, page_bytes, work):
    written = set()
    for one in objects:
        if work == "read" and not one["immortal"] and not one["frozen"]:
            written.add(one["address"] // page_bytes)
        if work == "collect" and one["tracked"] and not one["frozen"]:
            written.add((one["address"] - 16) // page_bytes)
    return len(written)
