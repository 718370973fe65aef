"""catch: q1
say: whatever was touched before

Thinks of the pages that are needed, and not of the touches.
"""


# %% [q1]
def page_references(records, record_bytes, header_bytes, page_bytes):
    pages = []
    for record in records:
        first = header_bytes + record * record_bytes
        last = first + record_bytes - 1
        pages.extend(range(first // page_bytes, last // page_bytes + 1))
    return list(dict.fromkeys(pages))
