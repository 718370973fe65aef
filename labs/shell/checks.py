"""Lab 1, a shell: what is asked, and how an answer is judged.

The student's shell runs small programs of ours. Each writes down what the kernel shows it,
and the judge reads that: what the shell says of itself is only its list of statuses.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
from pathlib import Path
from typing import Any

from oslab.course import Evidence, Lab, Limits, Measured, Prediction, Pure, Retry, Seen, Value
from oslab.errors import Unavailable

# ---- q1: a line becomes a job ----------------------------------------------------------

LINES = (
    "ls", "ls -l", " ls ", "a  b", "a|b", "a | b", "a|b|c", "a<b", "a >b", "a>b c", "<a b",
    "a < b > c", "a<b|c>d", "a&", "a | b &", "a>b>c", "''", "a ''", "'a b'", "a'b c'd",
    "'a|b' c", "a '&'", "'a'|'b'", "a > 'b c'", "", " ", "|", "a|", "|a", "a||b", "a<", "a>|b",
    "a< <b", ">a", "a|>b", "&", "a&b", "a&&", "a & &", "a>&", "'", "a 'b", "a '|", "'<' <a",
)  # fmt: skip
WORDS = ("cat", "sort", "-r", "wc", "x.txt", "'a b'", "''", "'|'", "a'>'b", "2", "'it''s'")


def parse_cases(rng: random.Random) -> list[dict[str, Any]]:
    """Return short lines, each a trap, and longer ones that are drawn."""
    lines = list(LINES)
    for _ in range(30):
        stages = []
        for _ in range(rng.randint(1, 4)):
            words = rng.choices(WORDS, k=rng.randint(1, 3))
            for sign in "<>":
                if rng.random() < 0.3:
                    words.insert(rng.randint(0, len(words)), sign + rng.choice(("", " ")) + "f.txt")
            stages.append(rng.choice((" ", "  ")).join(words))
        end = rng.choice(("", "", "&", " & ", "|", " >", "'"))
        lines.append(rng.choice(("|", " | ")).join(stages) + end)
    return [{"line": line} for line in lines]


def judge_parse(case: dict[str, Any], got: Any, want: Any) -> str | None:
    """Compare the jobs, and name the first part that differs."""
    line = case["line"]
    if got == want:
        return None
    if want is None:
        return f"This line is no job, so the answer is None. {_why_none(line, got)}"
    if got is None:
        return f"This line is a job, and yours is None. {_why_some(line)}"
    return _differs(line, got, want)


def _differs(line: str, got: Any, want: Any) -> str:
    if not isinstance(got, dict) or set(got) != {"stages", "background"}:
        return "Return None, or a dict with stages and background."
    if len(got["stages"]) != len(want["stages"]):
        return f"Its stages should be {len(want['stages'])}. {_why_some(line)}"
    parts = ("words", "stdin", "stdout")
    for number, (mine, right) in enumerate(zip(got["stages"], want["stages"], strict=True)):
        if set(mine) != set(parts):
            return f"Stage {number} should be a dict with {', '.join(parts)}."
        for part in parts:
            if mine[part] != right[part]:
                hint = (_why_words if part == "words" else _why_file)(line, mine[part], right)
                return f"Stage {number}: {part} should be {right[part]!r}. {hint}".rstrip()
    return f"background should be {want['background']}: an & that ends the line asks for it."


def _why_none(line: str, got: Any) -> str:
    glued = [word for word in _words_of(got) if set(word) & set("<>|&")]
    if "'" not in line and glued:
        return f"Yours has a word {glued[0]!r}. A sign ends a word and needs no blanks around it."
    if line.count("'") % 2:
        return "A quote is opened and never closed."
    if not line.strip():
        return "There is no word in it."
    if "&" in line.rstrip().rstrip("&") or line.count("&") > 1:
        return "An & may stand at the very end, once."
    if line.rstrip(" &").endswith(("<", ">")) or "<" in line or ">" in line:
        return "After < or > a word must follow, the file's name, and a stage needs a word besides."
    return "Every stage needs at least one word."


def _words_of(got: Any) -> list[str]:
    try:
        return [str(word) for stage in got["stages"] for word in stage["words"]]
    except (TypeError, KeyError):
        return []


def _why_some(line: str) -> str:
    if "''" in line:
        return "Two quotes with nothing between them are a word as well, an empty one."
    if "'" in line:
        return "Between quotes a sign is an ordinary letter."
    if line.endswith("&"):
        return "An & at the end is not a part of the stages."
    return "A sign needs no blanks around it, and blanks at the ends mean nothing."


def _why_words(line: str, got: Any, right: dict[str, Any]) -> str:
    text = "".join(map(str, got)) if isinstance(got, list) else ""
    kin = (
        (text.count("'"), "Quotes keep blanks and signs together; they are no part of the word."),
        (set(text) & set("<>|&") and "'" not in line, "A sign ends a word, and is none."),
        ("''" not in line and "" in list(got), "Several blanks in a row separate as one does."),
        ("'" in line, "What is between quotes is one word's, and they may stand in its middle."),
        (
            right["stdin"] or right["stdout"],
            "The word after < or > is the file's name; those behind it are words again.",
        ),
    )
    return next((words for found, words in kin if found), "")


def _why_file(line: str, got: Any, right: dict[str, Any]) -> str:
    if got in (right["stdin"], right["stdout"]) or got is None or max(map(line.count, "<>")) < 2:
        return "< is for stdin, > for stdout; without one it is None."
    return "Of two of the same kind, the last one counts."


# ---- q2: one word says how it ended ----------------------------------------------------


def told_cases(rng: random.Random) -> list[dict[str, Any]]:
    """Return status words: exits, deaths with and without a core, and processes that live."""
    codes = [0, 1, 2, 9, 126, 127, 128, 137, 255, *rng.sample(range(3, 255), 6)]
    signals = [1, 2, 9, 13, 15, 64, *rng.sample(range(3, 64), 4)]
    cores = [3, 6, 11, rng.choice((4, 5, 8))]
    stopped = [19, 20, rng.choice((21, 22))]
    words = [code << 8 for code in codes] + signals + [0x80 | one for one in cores]
    return [{"word": one} for one in [*words, *(one << 8 | 0x7F for one in stopped), 0xFFFF]]


def judge_told(case: dict[str, Any], got: Any, want: Any) -> str | None:
    """Compare what is told of a wait status."""
    word = case["word"]
    if got == want:
        return None
    if want is not None and (not isinstance(got, dict) or set(got) != set(want)):
        return f"{word:#06x}: return a dict with shell, python and core. {_of_word(word)}"
    if want is None:
        return (
            f"{word} is {word:#06x}. This process has not ended: the low seven bits are all set, "
            "which is no signal but says that it was stopped, or goes on. The answer is None."
        )
    if got["core"] is not want["core"]:
        return f"{word:#06x}: core should be {want['core']}; the bit of weight 0x80 says so."
    if word & 0x7F and (got["python"] == want["shell"] or got["shell"] == want["python"]):
        return f"{word:#06x}: 128 + n is the shell's way to say signal n, and -n is Python's."
    return f"{word:#06x}: {_of_word(word)}"


def _of_word(word: int) -> str:
    number = word & 0x7F
    if not number:
        return (
            f"It ended by itself, for the low seven bits are 0, with the status {word // 256} from "
            "the bits above; to the shell and to Python alike."
        )
    return (
        f"The low seven bits are not 0, so signal {number} killed it. The bit 0x80 is not a part "
        "of that number."
    )


# ---- q3: who holds an end --------------------------------------------------------------

STORIES: tuple[list[list[Any]], ...] = (
    [[0, "pipe"]],
    [[0, "pipe"], [0, "close", 4]],
    [[0, "pipe"], [0, "exec"]],
    [[0, "pipe"], [0, "exit"]],
    [[0, "pipe"], [0, "fork", 1]],
    [[0, "fork", 1], [0, "pipe"]],
    [[0, "pipe"], [0, "dup2", 4, 1], [0, "exec"]],
    [[0, "pipe"], [0, "dup2", 4, 4], [0, "exec"]],
    [[0, "pipe"], [0, "dup2", 4, 1], [0, "close", 4]],
    [[0, "pipe"], [0, "dup2", 3, 4]],
    [[0, "pipe"], [0, "dup2", 9, 3], [0, "close", 9]],
    [[0, "close", 0], [0, "pipe"], [0, "close", 3]],
    [[0, "pipe"], [0, "close", 3], [0, "pipe"], [0, "close", 3]],
    [[0, "pipe"], [0, "fork", 1], [1, "exit"], [0, "close", 3]],
    [[0, "pipe"], [0, "fork", 1], [1, "fork", 2], [1, "dup2", 3, 0], [1, "exec"]],
    [[0, "close", 2], [0, "pipe"], [0, "exec"]],
)


def ends_cases(rng: random.Random) -> list[dict[str, Any]]:
    """Return small stories, pipelines in which closes are forgotten, and wild ones."""
    stories = [list(story) for story in STORIES]
    stories += [_pipeline(rng) for _ in range(16)]
    stories += [_wild(rng) for _ in range(16)]
    return [{"events": story} for story in stories]


def _pipeline(rng: random.Random) -> list[list[Any]]:
    """Return how a shell starts three stages, with some of its closes left out."""
    shell = [
        [0, "pipe"], [0, "fork", 1], [1, "dup2", 4, 1], [1, "close", 3], [1, "close", 4],
        [1, "exec"], [0, "close", 4], [0, "pipe"], [0, "fork", 2], [2, "dup2", 3, 0],
        [2, "dup2", 5, 1], [2, "exec"], [0, "close", 3], [0, "close", 5], [0, "fork", 3],
        [3, "dup2", 4, 0], [3, "exec"], [0, "close", 4],
    ]  # fmt: skip
    kept = [one for one in shell if one[1] != "close" or rng.random() < 0.6]
    ended = [who for who in (1, 2, 3) if rng.random() < 0.4]
    return [*kept, *([who, "exit"] for who in ended)]


CALLS = ("pipe", "fork", "dup2", "dup2", "close", "close", "exec", "exit")


def _wild(rng: random.Random) -> list[list[Any]]:
    there = [0]
    story: list[list[Any]] = []
    for _ in range(rng.randint(4, 14)):
        who, call = rng.choice(there), rng.choice(CALLS)
        if call == "exit" and who == 0:
            continue
        numbers = [rng.randint(0, 6) for _ in range({"dup2": 2, "close": 1}.get(call, 0))]
        if call == "fork":
            numbers = [len({0, *(one[2] for one in story if one[1] == "fork")})]
            there.append(numbers[0])
        story.append([who, call, *numbers])
        if call == "exit":
            there.remove(who)
    return story


def judge_ends(case: dict[str, Any], got: Any, want: Any) -> str | None:
    """Compare who holds which end, and say by what somebody got or lost it."""
    if got == want:
        return None
    if not isinstance(got, list) or len(got) != len(want):
        return f"Return a list with a dict for each pipe; {len(want)} were made."
    for pipe, (mine, right) in enumerate(zip(got, want, strict=True)):
        if not isinstance(mine, dict) or set(mine) != set(right):
            return "Each pipe has a dict with readers and writers, lists of processes."
        for end, holders in right.items():
            if mine[end] == holders:
                continue
            said = f"Pipe {pipe}: {end} should be {holders}, and yours are {mine[end]!r}."
            if not isinstance(mine[end], list) or set(mine[end]) == set(holders):
                return f"{said} Lists of numbers, in order; each once."
            more = [who for who in mine[end] if who not in holders]
            less = [who for who in holders if who not in mine[end]]
            return f"{said} {_why_end(case['events'], more, less)}".rstrip()
    return None


def _why_end(events: list[list[Any]], more: list[Any], less: list[int]) -> str:
    for who in (*more, *less):
        calls = [one[1] for one in events if one[0] == who]
        copied = any(one[1:] == ["fork", who] for one in events)
        kin = (
            (who in more and "exit" in calls, _EXIT),
            (who in more and "exec" in calls, _EXEC),
            (who in less and "exec" in calls and "dup2" in calls, _DUP2),
            (copied, _FORK.format("open" if who in more else "close")),
        )
        found = next((words for fits, words in kin if fits), None)
        if found:
            return f"Process {who} {found}"
    if any(one[1] == "close" for one in events):
        return (
            "A close takes away one number of one process. Which numbers did each pipe get? The "
            "lowest that were free, the end to read first."
        )
    return "Go through the events with a table for each process: number, pipe, end."


_EXIT = "has ended, and whoever ends holds nothing."
_EXEC = "called exec: that closes the numbers that os.pipe gave out; one that dup2 made stays open."
_DUP2 = "called exec: what dup2 put at another number stays open."
_FORK = (
    "was forked: it begins with a copy of its parent's table, and what others {} later changes "
    "nothing in it."
)


# ---- q4: the shell ---------------------------------------------------------------------

PATIENCE = 4
"""Seconds after which a program of ours gives up and writes down what it waited for."""

PROGRAM = r'''#!@ -IS
import json, os, signal, sys, time
NAME, WORDS = os.path.basename(sys.argv[0]), sys.argv[1:]
WRITES = NAME in ("emit", "gush", "linger")
done = 0
def put(name, *what):
    with open(name + ".part", "w") as file: json.dump(what, file)
    os.replace(name + ".part", name)
def own(pid):
    try: return sorted(int(n) for n in os.listdir(f"/proc/{pid}/fd"))
    except OSError: return []
def program(pid):
    try:
        with open(f"/proc/{pid}/cmdline") as file: words = file.read().split("\0")
    except OSError: return "?"
    return os.path.basename(words[2 if words[1:2] == ["-IS"] else 0])
def holders():
    """Who holds the other end of the pipe that this program waits at?"""
    mine, found = os.readlink(f"/proc/self/fd/{int(WRITES)}"), set()
    for pid in filter(str.isdigit, os.listdir("/proc")):
        for number in own(pid):
            try:
                if os.readlink(f"/proc/{pid}/fd/{number}") != mine: continue
                with open(f"/proc/{pid}/fdinfo/{number}") as file: flags = file.read()
            except OSError: continue
            if (int(flags.split("flags:")[1].split()[0], 8) & 3) == (not WRITES):
                found.add(int(pid))
    return [("itself" if pid == os.getpid() else "your shell" if pid == os.getppid()
             else program(pid)) for pid in sorted(found)]
def stuck(*_):
    try:
        with open("stuck.txt", "x") as file: json.dump([NAME, done, holders()], file)
    except FileExistsError: pass
    os._exit(75)
def until(test):
    while not test():
        if os.path.exists("stuck.txt"): os._exit(75)
        time.sleep(0.01)
def lives(pid):
    try:
        with open(f"/proc/{pid}/stat") as file: return file.read().rsplit(")", 1)[1].split()[0]
    except OSError: return ""
if os.path.exists("stuck.txt"): os._exit(75)
signal.pthread_sigmask(signal.SIG_SETMASK, [])
signal.signal(signal.SIGALRM, stuck)
signal.alarm(PATIENCE)
signal.signal(signal.SIGINT, signal.SIG_DFL)
if NAME == "look": put(WORDS[0], os.getppid(), own(os.getppid()), own("self"))
elif NAME == "end": os._exit(int(WORDS[0]))
elif NAME == "die":
    number = int(WORDS[0])
    if number != 9: signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
elif NAME == "say": print(json.dumps(WORDS), flush=True)
elif NAME in ("emit", "gush"):
    most = int(WORDS[0]) if WORDS else 1 << 60
    try:
        while done < most: done += os.write(1, b"x" * min(4096, most - done))
    except BrokenPipeError: pass
elif NAME in ("count", "pass"):
    if NAME == "pass":
        put("pass.txt", os.getppid(), program(os.getppid()), own("self"))
    while part := os.read(0, 4096):
        done += len(part)
        if NAME == "pass": os.write(1, part)
    if NAME == "count": print(done, flush=True)
elif NAME == "sip":
    print(len(os.read(0, 1)), flush=True)
elif NAME == "linger":
    os.write(1, b"x")
    until(lambda: False)
elif NAME == "interrupt":
    os.read(0, 1)
    if os.getpgrp() == os.getpgid(os.getppid()): stuck()
    os.kill(0, signal.SIGINT)
    time.sleep(PATIENCE)
elif NAME == "await":
    put("await.txt", os.getpid())
    until(lambda: os.path.exists(WORDS[0]))
    os._exit(int(WORDS[1]))
elif NAME == "after":
    put(WORDS[0])
    until(lambda: os.path.exists("await.txt"))
    with open("await.txt") as file: pid = json.load(file)[0]
    until(lambda: lives(pid) in ("", "Z"))
    os._exit(int(WORDS[1]))
elif NAME == "gone":
    with open("await.txt") as file: os._exit(bool(lives(json.load(file)[0])))
'''
NAMES = (
    "look", "end", "die", "say", "emit", "gush", "count", "pass", "sip", "linger", "interrupt",
    "await", "after", "gone",
)  # fmt: skip


def prepare_shell(rng: random.Random, folder: Path) -> tuple[dict[str, Any], Any]:
    """Write the programs into a folder of their own, and draw the lines."""
    home = folder / "home"
    home.mkdir()
    if len(sys.executable) > 200 or " " in sys.executable:
        raise Unavailable("a script that names its Python", "Use a Python whose path has no blank.")
    text = PROGRAM.replace("@", sys.executable, 1).replace("PATIENCE", str(PATIENCE))
    for name in NAMES:
        (home / name).write_text(text)
        (home / name).chmod(0o755)
    if not os.access(home / "look", os.X_OK):
        what = "a folder for temporary files in which programs may run"
        raise Unavailable(what, "Set TMPDIR to a folder that is not mounted noexec.")
    note = f"note {rng.randrange(10**9)}\n"
    (home / "note.txt").write_text(note)
    (home / "note.txt").chmod(0o644)
    code, other = rng.sample(range(11, 99), 2)
    many, few = rng.randint(180_000, 250_000), rng.randint(300, 900)
    script = [
        ("./look first.txt", 0), ("true", 0), ("false", 1), (f"./end {code}", code),
        ("./nothing here", 127), ("./note.txt", 126), ("./die 9", 137), ("./die 15", 143),
        ("./say 'a | b' c > said.txt", 0), ("cat < note.txt > copy.txt", 0),
        ("cat < missing.txt", 1), ("true | | true", 2),
        (f"./emit {many} | ./count > many.txt", 0),
        (f"./emit {few} | ./pass | ./count > few.txt", 0),
        ("./end 5 | ./end 0", 0), (f"./end 0 | ./end {other}", other),
        (f"./emit {few} > kept.txt | ./count > none.txt", 0),
        ("./gush | ./sip > sip.txt", 0),
        ("cat /proc/self/status > status.txt", 0),
        ("./linger | ./interrupt", 130),
        ("./await go.txt 7 &", 0), (f"./after go.txt {code}", code), ("wait", 0), ("./gone", 0),
        ("./look last.txt", 0),
    ]  # fmt: skip
    truth = {"home": home, "script": script, "note": note, "many": many, "few": few}
    return {"lines": [line for line, _ in script], "home": home}, truth


def judge_shell(got: Any, truth: Any, seen: Seen) -> str | None:
    """Judge first what hung, then the statuses, then what the programs found."""
    home, script = truth["home"], truth["script"]
    if not isinstance(got, dict) or set(got) != {line for line, _ in script}:
        return f"Return a dict: each of the {len(script)} lines, and its status."
    statuses = (_status(line, want, got[line]) for line, want in script)
    return (
        _other_shell(home)
        or _hung(_read(home, "stuck.txt"))
        or next(filter(None, statuses), None)
        or _found(home, truth)
        or _inherited(home)
        or _left(home, seen)
    )


def _hung(note: Any) -> str | None:
    """Say what a program of ours waited for in vain; a neighbour may just have been slow."""
    if note is None:
        return None
    name, done, holders = note
    own = {"itself", "your shell"} & set(holders)
    who = " and ".join(sorted(own or set(holders))) or "nobody"
    if name == "gush" and "itself" in own:
        name = "itself"
    words = _HUNG.get(name, _READER).format(name=name, done=done, who=who)
    slow = name in ("linger", "await", "after") or not own
    neighbours = set(holders) - own
    return Retry(words) if slow or (name == "emit" and neighbours) else words


_HUNG = {
    "emit": (
        "./emit had written {done} bytes and could go no further: the pipe was full, and its "
        "end to read was held by {who} alone. Start every stage of a pipeline before you wait for "
        "the first."
    ),
    "gush": (
        "./gush wrote to a pipe that nobody wanted to read any more, and got no SIGPIPE, since the "
        "end to read was still held by {who}. The shell needs no end of any pipe once both "
        "neighbours are forked."
    ),
    "itself": (
        "./gush wrote to a pipe that nobody wanted to read any more, and got no SIGPIPE: the end "
        "to read was still held by itself. exec closes what os.pipe gave out, unless you make it "
        "inheritable."
    ),
    "linger": (
        "./interrupt sent SIGINT to its process group, as a terminal does for Ctrl-C, and "
        "./linger, of the same pipeline, did not get it. All stages belong into one group, whose "
        "number is the first stage's."
    ),
    "interrupt": (
        "./interrupt found itself in the process group of your shell: a Ctrl-C for the job would "
        "hit the shell too. Give every pipeline a group of its own with setpgid."
    ),
    "await": (
        "The background job waited for the next line, and your shell waited for the background "
        "job. After a line that ends in &, do not wait."
    ),
    "after": "./after waited for the job in the background to begin and to end, and it did not.",
}
_READER = (
    "./{name} had read {done} bytes and waited for the end of its input. That comes when nobody "
    "holds the end to write any more, and it was still held by: {who}."
)


def _status(line: str, want: int, mine: Any) -> str | None:
    """Say what a wrong $? may come from."""
    if mine == want and _whole(mine):
        return None
    if not _whole(mine):
        return f"`{line}`: its status should be a whole number, and is {mine!r}."
    kin = (
        (mine == 256 * want, "That is the word from waitpid as it came; your told() reads it."),
        (want in (130, 137, 143) and mine == 128 - want, "A shell says 128 + n for signal n."),
        (line.startswith("./after") and mine == 7, _ANY),
        (True, next((words for start, words in _STATUS if line.startswith(start)), "")),
    )
    hint = next(words for found, words in kin if found)
    if not hint and "|" in line:
        hint = "The status of a pipeline is that of its last stage, whichever ended last."
    hint = hint or "Run this line alone, and look at the word that waitpid returns."
    return f"`{line}` has the status {want}, and yours is {mine}. {hint}"


_ANY = "That is how the background job ended. Wait for the processes of this job only."
_STATUS = (
    ("./look", "./look lies in home: the child has to go there before it calls exec."),
    ("./nothing", "No such program: exec fails in the child, and the child ends with 127."),
    ("./note", "It is there and may not be run: 126. 127 is for what is not there."),
    ("cat < missing", "The child cannot open the file: it ends with 1, and never calls exec."),
    ("true |", "This is no job: run nothing; the status is 2."),
    ("./gone", "The line before, `wait`, did not wait for all processes in the background."),
    ("./await", "The status of a job in the background is 0, at once."),
    ("./say", "Let your parse() read the line: quotes keep words together."),
    ("./linger", "SIGINT is signal 2, and ./interrupt died of it."),
)


def _found(home: Path, truth: Any) -> str | None:
    """Compare what the programs left in files."""
    for name, want, line in (
        ("said.txt", ["a | b", "c"], "./say 'a | b' c > said.txt"),
        ("many.txt", truth["many"], "./emit | ./count > many.txt"),
        ("few.txt", truth["few"], "./emit | ./pass | ./count > few.txt"),
        ("sip.txt", 1, "./gush | ./sip > sip.txt"),
    ):
        got = _read(home, name)
        if got != want:
            return f"`{line}` should leave {want} in the file, and left {_or_nothing(got)}."
    copy = home / "copy.txt"
    if not copy.exists() or copy.read_text() != truth["note"]:
        return "`cat < note.txt > copy.txt` should leave a copy of note.txt; < is 0, and > is 1."
    kept, none = home / "kept.txt", _read(home, "none.txt")
    if not kept.exists() or kept.stat().st_size != truth["few"] or none != 0:
        return (
            "`./emit > kept.txt | ./count > none.txt`: all bytes belong into kept.txt, none into "
            f"the pipe, and ./count counted {_or_nothing(none)}. The pipe is put in place first, "
            "then what < and > say."
        )
    return None


def _other_shell(home: Path) -> str | None:
    """See whether one process is the parent of all."""
    first, middle = _read(home, "first.txt"), _read(home, "pass.txt")
    if first is None or middle is None or middle[0] == first[0]:
        return None
    return (
        f"./pass is a child of {middle[1]}, and ./look is a child of another process. Your "
        "shell forks every stage itself; no other shell may read the line."
    )


def _inherited(home: Path) -> str | None:
    """Look at what a command was born with: its descriptors and its signals."""
    first, middle = _read(home, "first.txt"), _read(home, "pass.txt")
    more = sorted({*middle[2]} - {*first[2]})
    if more:
        return (
            f"./pass was born with the descriptors {more} besides those of other commands. A stage "
            "needs a pipe at 0 and at 1, and nothing else of it."
        )
    status = dict(row.split(":\t") for row in (home / "status.txt").read_text().splitlines())
    if int(status["SigIgn"], 16) >> (signal.SIGPIPE - 1) & 1:
        return (
            f"Your commands ignore SIGPIPE: SigIgn in /proc/self/status is {status['SigIgn']}. "
            "Python ignores SIGPIPE for itself, and exec hands down what is ignored. Give the "
            "child its default back before it calls exec."
        )
    return None


def _left(home: Path, seen: Seen) -> str | None:
    """Look at what the shell kept: children, and descriptors."""
    if seen.children_left:
        return (
            f"{seen.children_left} of your children were still there when you returned, zombies "
            "perhaps: the kernel keeps the status of each until somebody asks. Wait for all "
            "stages of a pipeline, not for the last alone."
        )
    first, last = (_read(home, name)[1] for name in ("first.txt", "last.txt"))
    if len(last) > len(first):
        return Retry(
            f"Your shell had {len(first)} descriptors open at the first line and {len(last)} at "
            "the last. Which ends of which pipes did it keep?"
        )
    return None


def _read(home: Path, name: str) -> Any:
    try:
        return json.loads((home / name).read_text())
    except (OSError, ValueError):
        return None


def _or_nothing(got: Any) -> str:
    return "nothing" if got is None else str(got)[:80]


# ---- q5: what the statuses say ---------------------------------------------------------


def judge_findings(value: Any, evidence: Evidence) -> str | None:
    """Hold each finding against what the shell did."""
    if evidence.get("q4") is None:
        return "There is no evidence yet: q4 comes first."
    names = ("out_of_memory", "hides_a_failure", "waits_for")
    if not isinstance(value, dict) or set(value) != set(names):
        return f"Fill in {', '.join(names)}, and nothing else."
    if value["out_of_memory"] != 128 + 9:
        return "out_of_memory: the kernel sends SIGKILL. What was the status of `./die 9`?"
    if str(value["hides_a_failure"]).replace("\\", "").strip(" `") != "./end 5 | ./end 0":
        return (
            "hides_a_failure: copy the line in which one stage ended with a number other than 0, "
            "by itself, and your shell said 0."
        )
    if value["waits_for"] not in ("writers", "writer"):
        return "waits_for: a reader comes to the end when one of your two lists is empty. Which?"
    return None


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _of_line(line: str) -> Any:
    """Return the answer of a prediction: the status of one line."""
    return lambda evidence: evidence["q4"]["answer"][line] if "q4" in evidence else None


def _faults(evidence: Evidence) -> float | None:
    """Return how many page faults a command took on average; 31 are started."""
    return evidence["q4"]["seen"]["children_minor_faults"] / 31 if "q4" in evidence else None


LAB = Lab(
    title="A shell is a launcher",
    chapter="fork",
    minutes=(75, 120),
    why="What starts your workers is a small shell; you write one, and see what it must not keep.",
    questions={
        "q1": Pure("parse", 3, parse_cases, judge_parse),
        "q2": Pure("told", 2, told_cases, judge_told),
        "q3": Pure("pipe_ends", 3, ends_cases, judge_ends),
        "q4": Measured(
            "shell", 6, prepare_shell, judge_shell,
            limits=Limits(seconds=30, cpu_seconds=20, processes=40),
        ),
        "q5": Value("findings", 1, judge_findings),
    },
    predictions={
        "first_fails": Prediction("q4", "in $?", _of_line("./end 5 | ./end 0")),
        "interrupted": Prediction("q4", "in $?", _of_line("./linger | ./interrupt")),
        "faults_each": Prediction("q4", "page faults", _faults),
    },
    limits=Limits(seconds=2, cpu_seconds=2),
    needs="Linux; no privilege, one CPU is enough.",
    stretch="Report like torchrun: on the first death, end the others, and say who died of what.",
)  # fmt: skip
