"""catch: q7
say: Whose memory is that

The kernel puts the threads to sleep, so it must know the owner.
"""

# %% [q7]
findings = {
    "sleep_tells": False,
    "owner_stands_in": "kernel",
    "frees_most": "circle",
}
