"""catch: q1
say: A sign ends a word and needs no blanks

shlex knows quotes, and no pipes.
"""

# %% [q1]
import shlex


def parse(line):
    try:
        words = shlex.split(line)
    except ValueError:
        return None
    background = words[-1:] == ["&"]
    stages = [{"words": [], "stdin": None, "stdout": None}]
    target = "words"
    for word in words[:-1] if background else words:
        if word == "|":
            stages.append({"words": [], "stdin": None, "stdout": None})
        elif word in ("<", ">"):
            target = "stdin" if word == "<" else "stdout"
        elif target == "words":
            stages[-1]["words"].append(word)
        else:
            stages[-1][target] = word
            target = "words"
    if target != "words" or not all(stage["words"] for stage in stages):
        return None
    return {"stages": stages, "background": background}
