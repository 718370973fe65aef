"""catch: q4
say: fewest_waits

MADV_RANDOM is in every guide to fast loaders, so it must save waits.
"""

# %% [q4]
findings = {
    "a_wait_is": "major",
    "foretold_by_the_clock": "cold",
    "fewest_waits": "cold",
    "fewest_pages": "cold",
}
