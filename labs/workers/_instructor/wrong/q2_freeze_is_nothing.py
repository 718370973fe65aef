"""catch: q2
say: what gc.freeze() set aside

Forgets that frozen objects are left alone.
"""


# %% [q2]
def written_pages(objects, page_bytes, work):
    written = set()
    for one in objects:
        if work == "read" and not one["immortal"]:
            written.add(one["address"] // page_bytes)
        if work == "collect" and one["tracked"]:
            written.add((one["address"] - 16) // page_bytes)
    return len(written)
