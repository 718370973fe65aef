"""catch: q2
say: a collection writes elsewhere

Reads "immortal" as "never written by anybody".
"""


# %% [q2]
def written_pages(objects, page_bytes, work):
    written = set()
    for one in objects:
        if work == "read" and not one["immortal"]:
            written.add(one["address"] // page_bytes)
        if work == "collect" and not one["immortal"] and one["tracked"] and not one["frozen"]:
            written.add((one["address"] - 16) // page_bytes)
    return len(written)
