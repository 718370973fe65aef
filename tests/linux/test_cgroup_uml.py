"""The checks of groups and of boxes once more, on a real kernel that has only v2.

Debian's user-mode-linux is a Linux 6.1 that runs as an ordinary process. It boots
on this host's files and runs those tests from a group that has processes, below
one that has none: what systemd gives a session.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from oslab.errors import Unavailable
from oslab.linux import uml

pytestmark = pytest.mark.kernel

REPOSITORY = Path(__file__).parents[2]
SCRIPT = """
mount -t cgroup2 cgroup /sys/fs/cgroup
cd /sys/fs/cgroup && echo "+cpu +memory +pids" > cgroup.subtree_control
mkdir -p user/session && echo "+cpu +memory +pids" > user/cgroup.subtree_control
echo $$ > user/session/cgroup.procs
cd "$1"
"$2" -m pytest -q --color=no -p no:cacheprovider -k "$4" "tests/linux/$3"
status=$?
find /sys/fs/cgroup -name 'oslab-*' | sed 's/^/LEFT /'
exit $status
"""


@pytest.mark.parametrize(
    ("checks", "chosen", "least"),
    [
        ("test_cgroup.py", "not cpuset", 20),
        pytest.param(
            "test_sandbox.py", "bounded or ends_with_it or outside or interruption", 5,
            marks=pytest.mark.needs("bwrap"),
        ),
    ],
)  # fmt: skip
def test_what_is_bounded_is_bounded_and_removed_on_a_kernel_with_v2_only(
    checks: str, chosen: str, least: int
) -> None:
    command = ["sh", "-c", SCRIPT, "sh", str(REPOSITORY), sys.executable, checks, chosen]
    try:
        # The guest ends by itself; the limit is only for one that hangs.
        guest = uml.run(command, memory_mib=512, timeout_s=900)
    except Unavailable as cannot:
        pytest.skip(str(cannot))
    shown = guest.output[-4000:] + guest.errors[-1000:]
    assert guest.status == 0, shown
    assert "LEFT " not in guest.output, shown
    passed = re.search(r"([0-9]+) passed", guest.output)
    assert passed is not None, shown
    assert int(passed[1]) >= least
    assert "skipped" not in guest.output, shown
