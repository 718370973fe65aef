"""catch: q5
say: leaves out what it ran

The delay is taken for the longest wait.
"""

# %% [q5]
findings = {
    "hog_got_less_in": "nice",
    "a_sleep_is": "voluntary",
    "schedstat_waited_is": "longest",
}
