"""catch: q4
say: forks and execs for you

The library does all of it, and did not say how.
"""

# %% [q4]
import subprocess


@by_hand
def shell(lines, home):
    return {
        line: subprocess.run(line, shell=True, cwd=home, capture_output=True).returncode
        for line in lines
    }
