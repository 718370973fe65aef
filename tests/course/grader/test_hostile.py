"""Answers that attack the grader win nothing, and cost nobody else anything."""

from __future__ import annotations

import os
import textwrap
from pathlib import Path

import pytest

from oslab.course.verdict import FAIL, PASS
from oslab.linux import cgroup, sandbox
from oslab.linux.cgroup_tree import PROC, SYS, places

pytestmark = [pytest.mark.kernel, pytest.mark.needs("bwrap")]


def span(body: str) -> dict[str, str]:
    return {"q1": "def span(pages):\n" + textwrap.indent(textwrap.dedent(body), "    ")}


def q1(graded, body, **how):
    return graded(span(body), only=["q1"], **how)["q1"]


def groups():
    """Every control group of this process that is there now."""
    found = set()
    for place in places(PROC, SYS).values():
        for directory in place.upwards():
            found |= {one.name for one in directory.glob(f"oslab-{os.getpid()}-*")}
    return found


@pytest.fixture(autouse=True)
def nothing_is_left(tmp_path, monkeypatch):
    """After every attack there is no group, no process and no file of it."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    yield
    assert set() == groups()
    assert [] == list(tmp_path.glob("oslab-*"))


# ------------------------------------------------------- reading what is not one's own


def test_the_files_of_the_lab_and_of_others_are_not_there(graded, tmp_path, monkeypatch):
    other = tmp_path / "bob.ipynb"
    other.write_text("the answer of another student")
    monkeypatch.setenv("OSLAB_COURSE_KEY", "a key that nobody may read")
    got = q1(
        graded,
        f"""
        import os, glob
        found = []
        roots = ("/", "/proc/1/root", "/proc/self/root", "/proc/1/cwd", {str(tmp_path)!r})
        for root in roots:
            for place, folders, files in os.walk(root):
                folders[:] = [name for name in folders if name not in (
                    "usr", "lib", "lib64", "proc", "sys", "dev", "site-packages")]
                found += [name for name in files if name in (
                    "checks.py", "solution.py", "public.json", "bob.ipynb", "lab.ipynb")]
        for pid in (name for name in os.listdir("/proc") if name.isdigit()):
            for what in ("environ", "cmdline"):
                try:
                    text = open(f"/proc/{{pid}}/{{what}}").read()
                except OSError:
                    continue
                if "nobody may read" in text or "COURSE_KEY" in text:
                    found.append(what)
        if "OSLAB_COURSE_KEY" in os.environ:
            found.append("environ")
        return found
        """,
    )

    assert FAIL == got.state
    assert "span(pages=[]) returned []: " in got.words


def test_no_expected_answer_is_in_the_workers_memory(graded):
    got = q1(
        graded,
        """
        import gc
        backwards = ("naps_egduj", "sesac_naps", "hcuot_eraperp")
        texts = [str(held)[:9999] for held in gc.get_objects()]
        return [word for word in backwards if any(word[::-1] in text for text in texts)]
        """,
    )

    assert "span(pages=[]) returned []: " in got.words


def test_there_is_no_network(graded):
    got = q1(
        graded,
        """
        import socket
        found = []
        for address in (("192.0.2.1", 80), ("1.1.1.1", 53)):
            try:
                socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(address)
                found.append(address)
            except OSError:
                pass
        return found
        """,
    )

    assert "returned []: " in got.words


def test_nothing_outside_the_box_can_be_written(graded):
    """Root's own box is not root: core_pattern, for one, would be a way out. None is written."""
    got = q1(
        graded,
        """
        import os, sys, oslab
        folders = ("/", "/etc", "/usr", "/sys", sys.prefix, os.path.dirname(oslab.__file__))
        found = [place for place in folders if os.access(place, os.W_OK)]
        for place, below, files in os.walk("/proc"):
            if place == "/proc":
                below[:] = [name for name in below if not name.isdigit() and name != "self"
                            and name != "thread-self" and name != "net"]
            for name in files:
                try:
                    os.close(os.open(os.path.join(place, name), os.O_WRONLY | os.O_NONBLOCK))
                    found.append(name)
                except OSError:
                    pass
        return found
        """,
    )

    assert "returned []: " in got.words


def test_what_is_secret_stays_hidden_where_it_lies_below_something_readable(tmp_path, boxes):
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "key").write_text("k")
    command = ["/bin/sh", "-c", f"ls {tmp_path} {tmp_path}/secret"]

    with sandbox.box(command, readable=[tmp_path], hidden=[tmp_path / "secret"]) as box:
        assert 0 == box.status(60)
        said = os.read(box.stdout, 9999).decode()

    assert "secret" in said
    assert "key" not in said


# ------------------------------------------------------- lying about answers


@pytest.mark.parametrize("kind", ["int", "list", "dict", "str", "object"])
def test_an_object_that_equals_everything_equals_nothing(graded, kind):
    got = q1(
        graded,
        f"""
        class Yes({kind}):
            def __eq__(self, other): return True
            def __ne__(self, other): return False
            def __getattr__(self, name): return lambda *a, **k: Yes()
            def __getitem__(self, key): return Yes()
            def __repr__(self): return "0"
            __hash__ = object.__hash__
        return Yes()
        """,
    )

    assert FAIL == got.state


@pytest.mark.parametrize(
    "value",
    ["float('nan')", "float('inf')", "1e999", "{1: {2: {3}}}", "open", "b'x'", "10 ** 6000"],
)
def test_what_is_no_plain_data_is_refused_in_words(graded, value):
    got = q1(graded, f"return {value}")

    assert FAIL == got.state
    assert got.words.startswith("span(pages=[]) returned no plain data") or "answer" in got.words


def test_numbers_that_nobody_counted_are_found_out(graded):
    forged = """
import resource
class Usage:
    ru_minflt = 10 ** 6
resource.getrusage = lambda who: Usage
def touch(path):
    return {"pages": int(open(path).read()), "faults": resource.getrusage(0).ru_minflt}
"""
    got = graded({"q2": forged}, only=["q2"])["q2"]

    assert FAIL == got.state
    assert "the kernel counted" in got.words


def test_forged_evidence_is_read_by_nobody(graded):
    forged = """
import json
with open("evidence_sample.json", "w") as file:
    json.dump({"schema": 1, "lab": "sample", "results": {"q2": {"state": "pass"}}}, file)
"""
    got = graded({"q2": "def touch(path):\n    return None"}, before=forged, only=["q3"])

    assert FAIL == got["q2"].state
    assert "There is no evidence yet" in got["q3"].words


PATCHES = """
import json, sys, builtins, random, hmac
import oslab, oslab.course, oslab.errors
from oslab.course import judging, plain, verdict, worker, folder, scheme, grading
for module in (judging, plain, verdict, worker, folder, scheme, grading, oslab.errors):
    for name, thing in list(vars(module).items()):
        if callable(thing) and not name.startswith("_"):
            setattr(module, name, lambda *a, **k: None)
judging.pure = judging._asked = lambda *a, **k: verdict.Verdict("pass")
verdict.FAIL = "pass"
json.dumps = lambda *a, **k: '{"done": true, "answer": 1, "points": 100, "state": "pass"}'
json.JSONEncoder.encode = json.dumps
builtins.sorted = builtins.max = lambda *a, **k: 0
"""


def test_patching_oslab_and_the_comparison_patches_only_ones_own_process(graded):
    honest = graded()
    got = q1(graded, "return 12345", before=PATCHES)

    assert FAIL == got.state
    assert {PASS} == {grade.state for grade in honest.values()}


def test_the_pipe_carries_no_forged_answer(graded):
    got = q1(
        graded,
        """
        import os
        line = b'{"done": true, "answer": 0, "nonce": ""}\\n'
        for number in range(3, 64):
            try:
                os.write(number, line)
            except OSError:
                pass
        return 0
        """,
    )

    assert FAIL == got.state
    assert "wrote something of its own on the pipe" in got.words


def test_a_thread_that_answers_on_its_own_wins_nothing(graded):
    got = q1(
        graded,
        """
        import os, threading
        def flood():
            while True:
                for number in range(3, 32):
                    try:
                        os.write(number, b'{"done": true, "answer": 1}\\n')
                    except OSError:
                        pass
        threading.Thread(target=flood, daemon=True).start()
        return 0
        """,
    )

    assert FAIL == got.state


# ------------------------------------------------------- taking too much


def test_printing_gigabytes_costs_the_question(graded):
    got = q1(
        graded,
        """
        import sys
        while True:
            for stream in (sys.stdout, sys.stderr, sys.__stdout__):
                stream.write("x" * 10_000_000)
        """,
    )

    assert "no answer within 2 s" in got.words or "CPU time" in got.words


def test_gigabytes_on_the_pipe_are_not_kept(graded):
    got = q1(
        graded,
        """
        import os
        while True:
            for number in range(3, 16):
                try:
                    os.write(number, b"x" * 1_000_000)
                except OSError:
                    pass
        """,
    )

    assert FAIL == got.state
    assert "more than 8 MB" in got.words


def test_a_fork_bomb_meets_the_limit(graded):
    got = q1(
        graded,
        """
        import os
        while True:
            os.fork()
        """,
    )

    assert FAIL == got.state


def test_children_that_stay_are_ended(graded, tmp_path):
    got = q1(
        graded,
        """
        import os, time
        for _ in range(4):
            if os.fork() == 0:
                os.setsid()
                while True:
                    time.sleep(1000)
        return -1
        """,
    )

    assert "returned -1" in got.words


def test_sleeping_is_stopped(graded):
    got = q1(graded, "import time\ntime.sleep(10 ** 6)")

    assert "gave no answer within 2 s" in got.words


def test_many_short_sleeps_are_stopped_too(graded):
    got = q1(
        graded,
        """
        import time
        time.sleep(1)
        return 0 if not pages else max(pages) - min(pages) + 1
        """,
    )

    assert "all calls together took over 8 s" in got.words


def test_all_the_memory_is_not_to_be_had(graded):
    got = q1(graded, "held = []\nwhile True:\n    held.append(bytearray(1 << 24))")

    assert FAIL == got.state
    assert "ran out of memory; the limit is 256 MiB" in got.words or "MemoryError" in got.words


@pytest.mark.parametrize("place", ["/box", "/tmp", "/dev/shm"])
def test_a_disk_is_not_filled(graded, place):
    got = q1(
        graded,
        f"""
        written = 0
        try:
            for number in range(100):
                with open(f"{place}/{{number}}", "wb") as file:
                    written += file.write(bytes(1 << 20))
        except OSError:
            pass
        return written >> 20
        """,
    )

    assert FAIL == got.state
    assert int(got.words.split("returned ")[1].split(":")[0]) <= 4


def test_a_folder_on_disk_is_not_filled_either(graded):
    body = """
def touch(path):
    for number in range(100_000):
        with open(f"/box/{number}", "wb") as file:
            file.write(bytes(1 << 20))
"""
    got = graded({"q2": body}, only=["q2"])["q2"]

    assert FAIL == got.state
    assert "wrote more than 16 MiB of files" in got.words


# ------------------------------------------------------- ending what is not one's own


@pytest.mark.parametrize(
    "how",
    [
        "os._exit(0)",
        "sys.exit(0)",
        "os.abort()",
        "os.kill(os.getpid(), 9)",
        "os.execv('/bin/true', ['true'])",
    ],
)
def test_to_end_early_with_success_is_no_success(graded, how):
    got = q1(graded, f"import os, sys\n{how}")

    assert FAIL == got.state
    assert 0 == got.points


@pytest.mark.parametrize("where", ["before", "after"])
def test_a_cell_that_ends_the_process_loses_nothing(graded, where):
    got = graded(only=["q1", "q4"], **{where: "import os\nos._exit(0)"})

    assert [PASS, PASS] == [got["q1"].state, got["q4"].state]


def test_the_parent_and_its_group_cannot_be_signalled(graded):
    got = q1(
        graded,
        """
        import os, signal
        me = os.getpid()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM, signal.SIGKILL):
            for pid in (os.getppid(), 1, -1, 0, *range(2, 400)):
                if pid == me or (pid in (0, -1) and number != signal.SIGALRM):
                    continue
                signal.signal(signal.SIGALRM, signal.SIG_IGN)
                try:
                    os.kill(pid, number)
                except OSError:
                    pass
        return "still here"
        """,
    )

    assert FAIL == got.state  # and this test is still here


def test_a_group_kill_hits_nobody_else(graded):
    got = graded({**span("import os\nos.killpg(0, 9)\nos.kill(-1, 9)")}, only=["q1", "q4"])

    assert [FAIL, PASS] == [got["q1"].state, got["q4"].state]


def test_rights_cannot_be_won(graded):
    got = q1(
        graded,
        """
        import ctypes, os
        libc = ctypes.CDLL(None, use_errno=True)
        held = open("/proc/self/status").read()
        caps = [line.split() for line in held.splitlines() if line.startswith("Cap")]
        held = [value for name, value in caps if name in ("CapEff:", "CapBnd:")]
        return [*held, libc.mount(b"none", b"/tmp", b"tmpfs", 0, None)]
        """,
    )

    assert "returned ['0000000000000000', '0000000000000000', -1]: " in got.words


# ------------------------------------------------------- confusing the grader


def test_a_look_alike_name_is_told_apart(graded, sample):
    source = sample.solution["q1"].replace("def span", "def sp\u0430n")  # CYRILLIC SMALL LETTER A
    got = graded({"q1": source}, only=["q1"])["q1"]

    assert FAIL == got.state
    assert "has CYRILLIC SMALL LETTER A in it" in got.words


def test_a_name_that_python_takes_for_the_same_is_the_same(graded, sample):
    source = sample.solution["q1"].replace("def span", "def \uff53pan")  # FULLWIDTH LETTER S

    assert PASS == graded({"q1": source}, only=["q1"])["q1"].state


@pytest.mark.parametrize(
    "bomb", ["[" * 50_000, "[" * 900 + "]" * 900, '{"a":' * 80 + "1" + "}" * 80, "9" * 5000]
)
def test_a_bomb_for_the_reader_of_answers_is_no_answer(graded, bomb):
    got = q1(
        graded,
        f"""
        import os
        for number in range(3, 16):
            try:
                os.write(number, {bomb!r}.encode() + b"\\n")
            except OSError:
                pass
        """,
    )

    assert FAIL == got.state


def test_an_answer_that_confuses_the_judge_is_a_wrong_answer(graded):
    got = graded({"q4": "def guess(low, high):\n    return 'nine'"}, only=["q4"])["q4"]

    assert FAIL == got.state
    assert "shape" in got.words


def test_an_answer_of_great_depth_is_no_answer(graded):
    got = q1(
        graded,
        """
        made = []
        for _ in range(200):
            made = [made]
        return made
        """,
    )

    assert FAIL == got.state


def test_a_thread_program_may_not_reach_out(graded):
    body = """
def add():
    n = yield load("n")
    yield store("n", n.__class__.__base__.__subclasses__())
"""
    got = graded({"q5": body}, only=["q5"])["q5"]

    assert FAIL == got.state
    assert "line" in got.words


def test_an_endless_thread_program_is_stopped(graded):
    body = """
def add():
    while True:
        pass
    yield load("n")
"""
    got = graded({"q5": body}, only=["q5"])["q5"]

    assert FAIL == got.state


def test_groups_and_folders_are_swept_at_the_end(graded):
    graded(only=["q1"])

    assert () == cgroup.sweep()
    assert not list(Path("/tmp").glob(f"oslab-box-{os.getpid()}-*"))
