"""catch: q1
say: On which pages are they

Gives every record a header of its own.
"""


# %% [q1]
def page_references(records, record_bytes, header_bytes, page_bytes):
    pages = []
    for record in records:
        first = record * (record_bytes + header_bytes) + header_bytes
        last = first + record_bytes - 1
        pages.extend(range(first // page_bytes, last // page_bytes + 1))
    return pages
