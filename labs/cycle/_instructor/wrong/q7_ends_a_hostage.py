"""catch: q7
say: Who is left over

The thread that shouts loudest is the one in the log: a hostage.
"""

# %% [q7]
findings = {
    "sleep_tells": False,
    "owner_stands_in": "process",
    "frees_most": "hostage",
}
