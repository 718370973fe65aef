"""catch: q2
say: count pages, and each once

Counts the objects, not their pages.
"""


# %% [q2]
def written_pages(objects, page_bytes, work):
    written = []
    for one in objects:
        if work == "read" and not one["immortal"]:
            written.append(one["address"] // page_bytes)
        if work == "collect" and one["tracked"] and not one["frozen"]:
            written.append((one["address"] - 16) // page_bytes)
    return len(written)
