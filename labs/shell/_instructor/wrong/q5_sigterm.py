"""catch: q5
say: the kernel sends SIGKILL

SIGTERM is what an orchestrator sends first.
"""

# %% [q5]
findings = {
    "out_of_memory": 143,
    "hides_a_failure": "./end 5 | ./end 0",
    "waits_for": "writers",
}
