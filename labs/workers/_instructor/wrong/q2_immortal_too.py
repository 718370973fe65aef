"""catch: q2
say: an immortal object is never written

Takes every object to be counted, None included.
"""


# %% [q2]
def written_pages(objects, page_bytes, work):
    written = set()
    for one in objects:
        if work == "read":
            written.add(one["address"] // page_bytes)
        if work == "collect" and one["tracked"] and not one["frozen"]:
            written.add((one["address"] - 16) // page_bytes)
    return len(written)
