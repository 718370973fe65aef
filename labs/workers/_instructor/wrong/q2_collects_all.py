"""catch: q2
say: knows tracked objects only

Lets the collector walk over texts and numbers.
"""


# %% [q2]
def written_pages(objects, page_bytes, work):
    written = set()
    for one in objects:
        if work == "read" and not one["immortal"]:
            written.add(one["address"] // page_bytes)
        if work == "collect" and not one["frozen"]:
            written.add((one["address"] - 16) // page_bytes)
    return len(written)
