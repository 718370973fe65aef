"""catch: q4
say: still held by: your shell

The shell closes the ends to read, and keeps those to write.
"""

# %% [q4]
import contextlib
import os
import signal


def become(stage, home, group, reading, writing):
    try:
        os.setpgid(0, group)
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        os.chdir(home)
        if reading is not None:
            os.dup2(reading, 0)
        if writing is not None:
            os.dup2(writing, 1)
        if stage["stdin"] is not None:
            os.dup2(os.open(stage["stdin"], os.O_RDONLY), 0)
        if stage["stdout"] is not None:
            os.dup2(os.open(stage["stdout"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666), 1)
    except OSError:
        os._exit(1)
    try:
        os.execvp(stage["words"][0], stage["words"])
    except FileNotFoundError:
        os._exit(127)
    except OSError:
        os._exit(126)


def start(stages, home):
    members, came = [], None
    for stage in stages:
        reading, writing = (None, None) if stage is stages[-1] else os.pipe()
        group = members[0] if members else 0
        pid = os.fork()
        if pid == 0:
            try:
                become(stage, home, group, came, writing)
            finally:
                os._exit(1)
        with contextlib.suppress(OSError):
            os.setpgid(pid, group)
        for end in (came,):
            if end is not None:
                os.close(end)
        members.append(pid)
        came = reading
    return members


def run(line, home, background):
    if line == "wait":
        while background:
            os.waitpid(background.pop(), 0)
        return 0
    job = parse(line)
    if job is None:
        return 2
    members = start(job["stages"], home)
    if job["background"]:
        background.update(members)
        return 0
    for pid in members:
        _, word = os.waitpid(pid, 0)
    return told(word)["shell"]


@by_hand
def shell(lines, home):
    background = set()
    return {line: run(line, home, background) for line in lines}
