"""The kill by a limit once more, on a kernel that has only v2 groups: a guest of our own."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path

import pytest

from oslab.errors import Unavailable
from oslab.linux import uml

pytestmark = pytest.mark.kernel

SOURCES = Path(__file__).parents[3] / "src"
SCRIPT = """
mount -t cgroup2 cgroup /sys/fs/cgroup
cd /sys/fs/cgroup && echo "+memory" > cgroup.subtree_control
mkdir -p user/session && echo "+memory" > user/cgroup.subtree_control
echo $$ > user/session/cgroup.procs
cd /
PYTHONPATH="$1" "$2" -c "$3"
"""
PROGRAM = """
import json
from oslab.linux import cgroup
from oslab.memory.measure.memory_limit import memory_limit
with cgroup.make("memory") as group:
    version = group.directories["memory"][1]
taken = {one.conditions["quantity"]: one.samples for one in memory_limit(
    limit_mib=32, grow_mib=48, file_mib=8, hot=False)}
print(json.dumps({"version": version, **taken}))
"""


def test_v2_counts_the_kill_and_what_came_before() -> None:
    command = ["sh", "-c", SCRIPT, "sh", str(SOURCES), sys.executable, PROGRAM]
    try:
        # The guest ends by itself; the limit is only for one that hangs.
        guest = uml.run(command, memory_mib=512, timeout_s=900)
    except Unavailable as cannot:
        pytest.skip(str(cannot))
    shown = guest.output[-2000:] + guest.errors[-2000:]
    assert guest.status == 0, shown
    seen = json.loads(guest.output.splitlines()[-1])

    assert seen["version"] == 2
    assert seen["signal"] == [signal.SIGKILL]
    assert seen["oom kills"] == [1]
    assert 28 <= seen["killed at"][0] <= 34
    assert seen["limit hits"][0] > 0
    # User-mode Linux has no PSI: what the kernel does not tell is left out.
    assert "stall" not in seen
