"""catch: q6
say: kill it, and then wait

The hung program is left behind.
"""

# %% [q6]
import os
import platform
import subprocess
from pathlib import Path

FUTEX = {"x86_64": "202", "aarch64": "98"}[platform.machine()]


def look(pid):
    asleep, waits = 0, {}
    tasks = [Path(f"/proc/{pid}/task/{tid}") for tid in os.listdir(f"/proc/{pid}/task")]
    names = {int(task.name): (task / "comm").read_text().strip() for task in tasks}
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for task in tasks:
            call = (task / "syscall").read_text().split()
            asleep += call[0] != "running"
            if call[0] == FUTEX and call[2:4] == ["0x80", "0x2"]:
                memory.seek(int(call[1], 16) + 8)
                owner = int.from_bytes(memory.read(4), "little")
                waits[names[int(task.name)]] = names[owner]
    return len(tasks), asleep, waits


def hung(program):
    process = subprocess.Popen([program], stdout=subprocess.PIPE)
    process.stdout.readline()
    threads, asleep, waits = look(process.pid)
    while asleep < threads:
        threads, asleep, waits = look(process.pid)
    circles, hostages = who_is_stuck(waits)
    return {"asleep": asleep, "waits": waits, "circles": circles, "hostages": hostages}
