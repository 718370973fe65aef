"""The checks of test_sandbox.py once more, on a real kernel that has only cgroup v2."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from oslab.errors import Unavailable
from oslab.linux import uml

pytestmark = [pytest.mark.kernel, pytest.mark.needs("bwrap")]

REPOSITORY = Path(__file__).parents[2]
SCRIPT = """
mount -t cgroup2 cgroup /sys/fs/cgroup
cd /sys/fs/cgroup && echo "+cpu +memory +pids" > cgroup.subtree_control
mkdir -p user/session && echo "+cpu +memory +pids" > user/cgroup.subtree_control
echo $$ > user/session/cgroup.procs
cd "$1"
"$2" -m pytest -q --color=no -p no:cacheprovider tests/linux/test_sandbox.py \
  -k "bounded or ends_with_it or outside or interruption"
status=$?
find /sys/fs/cgroup -name 'oslab-*' | sed 's/^/LEFT /'
exit $status
"""


def test_a_box_is_bounded_counted_and_removed_on_a_kernel_with_v2_only() -> None:
    command = ["sh", "-c", SCRIPT, "sh", str(REPOSITORY), sys.executable]
    try:
        guest = uml.run(command, memory_mib=512, timeout_s=900)
    except Unavailable as cannot:
        pytest.skip(str(cannot))
    shown = guest.output[-4000:] + guest.errors[-1000:]
    assert guest.status == 0, shown
    assert "LEFT " not in guest.output, shown
    passed = re.search(r"([0-9]+) passed", guest.output)
    assert passed is not None, shown
    assert int(passed[1]) >= 5
    assert "skipped" not in guest.output, shown
