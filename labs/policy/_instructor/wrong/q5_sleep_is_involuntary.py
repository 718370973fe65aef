"""catch: q5
say: about the number of rounds

The kernel takes the CPU from who sleeps, so it is not voluntary.
"""

# %% [q5]
findings = {
    "hog_got_less_in": "nice",
    "a_sleep_is": "involuntary",
    "schedstat_waited_is": "waited",
}
