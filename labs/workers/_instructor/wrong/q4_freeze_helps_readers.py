"""catch: q4
say: compare each worker with its frozen twin

Believes the remedy that is offered everywhere.
"""

# %% [q4]
findings = {
    "grew": ["read", "collect", "frozen_read"],
    "freeze_spares": "read",
    "repair": "packed",
}
