"""catch: q1
say: asked for in this order

Sorts them, since the file is sorted.
"""


# %% [q1]
def page_references(records, record_bytes, header_bytes, page_bytes):
    pages = []
    for record in records:
        first = header_bytes + record * record_bytes
        last = first + record_bytes - 1
        pages.extend(range(first // page_bytes, last // page_bytes + 1))
    return sorted(pages)
