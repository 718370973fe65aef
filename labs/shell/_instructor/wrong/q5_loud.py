"""catch: q5
say: one stage ended with a number other than 0

The line whose failure is seen.
"""

# %% [q5]
findings = {
    "out_of_memory": 137,
    "hides_a_failure": "false",
    "waits_for": "writers",
}
