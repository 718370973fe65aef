"""catch: q1
say: On which pages are they

Forgets that the file begins with a header.
"""


# %% [q1]
def page_references(records, record_bytes, header_bytes, page_bytes):
    pages = []
    for record in records:
        first = record * record_bytes
        last = first + record_bytes - 1
        pages.extend(range(first // page_bytes, last // page_bytes + 1))
    return pages
