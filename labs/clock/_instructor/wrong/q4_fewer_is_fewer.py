"""catch: q4
say: fewest_pages

Few faults and few pages are taken for the same thing.
"""

# %% [q4]
findings = {
    "a_wait_is": "major",
    "foretold_by_the_clock": "cold",
    "fewest_waits": "unadvised",
    "fewest_pages": "unadvised",
}
