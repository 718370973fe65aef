"""catch: q1
say: the last included

Takes the first byte of the next record for the last of this.
"""


# %% [q1]
def page_references(records, record_bytes, header_bytes, page_bytes):
    pages = []
    for record in records:
        first = header_bytes + record * record_bytes
        last = first + record_bytes
        pages.extend(range(first // page_bytes, last // page_bytes + 1))
    return pages
