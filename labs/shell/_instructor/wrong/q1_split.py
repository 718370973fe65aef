"""catch: q1
say: A quote is opened and never closed

str.split finds the words, and only where blanks stand around the signs.
"""


# %% [q1]
def parse(line):
    background = line.rstrip().endswith(" &")
    stages = []
    for part in line.rstrip().removesuffix("&").split(" | "):
        stage = {"words": [], "stdin": None, "stdout": None}
        words = part.split()
        while words:
            word = words.pop(0)
            if word in ("<", ">"):
                stage["stdin" if word == "<" else "stdout"] = words.pop(0)
            else:
                stage["words"].append(word)
        if not stage["words"]:
            return None
        stages.append(stage)
    return {"stages": stages, "background": background}
