"""catch: q5
say: when one of your two lists is empty

Who waits is a reader, so the readers are blamed.
"""

# %% [q5]
findings = {
    "out_of_memory": 137,
    "hides_a_failure": "./end 5 | ./end 0",
    "waits_for": "readers",
}
