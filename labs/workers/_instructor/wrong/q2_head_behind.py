"""catch: q2
say: before each tracked object

Looks for the collector's words at the address of the object.
"""


# %% [q2]
def written_pages(objects, page_bytes, work):
    written = set()
    for one in objects:
        if work == "read" and not one["immortal"]:
            written.add(one["address"] // page_bytes)
        if work == "collect" and one["tracked"] and not one["frozen"]:
            written.add(one["address"] // page_bytes)
    return len(written)
