"""catch: q4
say: Which tells it

A minor fault is thought to be a short wait for the disk.
"""

# %% [q4]
findings = {
    "a_wait_is": "minor",
    "foretold_by_the_clock": "cold",
    "fewest_waits": "unadvised",
    "fewest_pages": "cold",
}
