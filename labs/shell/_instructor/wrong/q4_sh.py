"""catch: q4
say: no other shell may read the line

fork and exec are there, of a shell that does the work.
"""

# %% [q4]
import os
import signal


@by_hand
def shell(lines, home):
    statuses = {}
    for line in lines:
        if line.endswith("&"):
            pid = os.fork()
            if pid == 0:
                os.setpgid(0, 0)
                os.chdir(home)
                os.execvp("sh", ["sh", "-c", line[:-1]])
            background = pid
            statuses[line] = 0
        elif line == "wait":
            os.waitpid(background, 0)
            statuses[line] = 0
        else:
            pid = os.fork()
            if pid == 0:
                os.setpgid(0, 0)
                signal.signal(signal.SIGPIPE, signal.SIG_DFL)
                os.chdir(home)
                os.execvp("sh", ["sh", "-c", line])
            _, word = os.waitpid(pid, 0)
            statuses[line] = told(word)["shell"]
    return statuses
