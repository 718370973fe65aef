"""The checks of test_cgroup.py once more, on a real kernel that has only v2.

Debian's user-mode-linux is a Linux 6.1 that runs as an ordinary process. It boots
on this host's files and runs those tests from a group that has processes, below
one that has none: what systemd gives a session.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.kernel

REPOSITORY = Path(__file__).parents[2]
INIT = """#!/bin/sh
mount -t proc proc /proc && mount -t sysfs sys /sys && mount -t tmpfs tmp {scratch}
mount -t cgroup2 cgroup /sys/fs/cgroup
cd /sys/fs/cgroup && echo "+cpu +memory +pids" > cgroup.subtree_control
mkdir -p user/session && echo "+cpu +memory +pids" > user/cgroup.subtree_control
echo $$ > user/session/cgroup.procs
cd '{repository}' && export HOME={scratch} TMPDIR={scratch} PATH=/usr/bin:/bin
'{python}' -m pytest -q --color=no -p no:cacheprovider -k "not cpuset" tests/linux/test_cgroup.py
echo "STATUS=$?"
find /sys/fs/cgroup -name 'oslab-*' | sed 's/^/LEFT /'
echo o > /proc/sysrq-trigger
sleep 60
"""


def test_groups_are_made_limited_and_removed_on_a_kernel_with_v2_only() -> None:
    uml = shutil.which("linux.uml")
    if uml is None:
        pytest.skip("user-mode-linux is not installed: apt-get install user-mode-linux")
    needed = (REPOSITORY, Path(sys.executable))
    scratch = next(  # the guest covers it with a file system of its own
        folder
        for folder in ("/mnt", "/media", "/srv")
        if Path(folder).is_dir() and not any(one.is_relative_to(folder) for one in needed)
    )
    init = REPOSITORY / f".uml-init-{os.getpid()}.sh"
    init.write_text(INIT.format(repository=REPOSITORY, python=sys.executable, scratch=scratch))
    init.chmod(0o755)
    command = [
        uml, "mem=512M", "rootfstype=hostfs", "hostfs=/", "rw", f"init={init}",
        "con=null", "con0=null,fd:1", "ssl=null", "quiet",
    ]  # fmt: skip
    try:
        # The guest ends by itself; the limit is only for one that hangs.
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            check=False, timeout=900,
        )  # fmt: skip
    finally:
        init.unlink()
    shown = done.stdout[-4000:]
    if "STATUS=" not in done.stdout:
        pytest.skip(f"user-mode-linux does not boot here: {done.stderr[-200:]}")
    assert "STATUS=0" in done.stdout, shown
    assert "LEFT " not in done.stdout, shown
    passed = re.search(r"([0-9]+) passed", done.stdout)
    assert passed is not None, shown
    assert int(passed[1]) >= 20
    assert "skipped" not in done.stdout, shown
