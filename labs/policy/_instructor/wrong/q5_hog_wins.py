"""catch: q5
say: hog_got_less_in

Nice 19 sounds like a higher priority.
"""

# %% [q5]
findings = {
    "hog_got_less_in": "equal",
    "a_sleep_is": "voluntary",
    "schedstat_waited_is": "waited",
}
