"""catch: q1
say: On which pages are they

Takes the page of the first byte for the record.
"""


# %% [q1]
def page_references(records, record_bytes, header_bytes, page_bytes):
    pages = []
    for record in records:
        first = header_bytes + record * record_bytes
        last = first + record_bytes - 1
        pages.append(first // page_bytes)
    return pages
