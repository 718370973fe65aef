"""catch: q6
say: was never started

Does not look at a process: takes the plan out of the file, as whoever reads checks.py can.
"""

# %% [q6]
from pathlib import Path


def hung(program):
    data = Path(program).read_bytes()
    length = int.from_bytes(data[-2:], "little")
    plan = bytes(byte ^ 0x5B for byte in data[-2 - length : -2]).decode().splitlines()
    plan = [line.split() for line in plan]
    owner = {line[1]: line[0] for line in plan}
    waits = {line[0]: owner[line[3]] for line in plan if line[2] == "m"}
    circles, hostages = who_is_stuck(waits)
    return {"asleep": 12, "waits": waits, "circles": circles, "hostages": hostages}
