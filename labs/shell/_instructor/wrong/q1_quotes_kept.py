"""catch: q1
say: they are no part of the word

Quotes protect, and stay in the word.
"""


# %% [q1]
def tokens(line):
    found, word, quoted = [], None, False
    for char in line + " ":
        if char == "'":
            quoted = not quoted
            word = (word or "") + char
        elif quoted:
            word += char
        elif char in " |<>&":
            if word is not None:
                found.append(("word", word))
            word = None
            if char != " ":
                found.append(("sign", char))
        else:
            word = (word or "") + char
    return None if quoted else found


def parse(line):
    found = tokens(line)
    if found is None:
        return None
    background = found[-1:] == [("sign", "&")]
    stages = [{"words": [], "stdin": None, "stdout": None}]
    target = "words"
    for kind, text in found[:-1] if background else found:
        stage = stages[-1]
        if kind == "word" and target == "words":
            stage["words"].append(text)
        elif kind == "word":
            stage[target] = text
            target = "words"
        elif target != "words" or text == "&":
            return None
        elif text == "|":
            stages.append({"words": [], "stdin": None, "stdout": None})
        else:
            target = {"<": "stdin", ">": "stdout"}[text]
    if target != "words" or not all(stage["words"] for stage in stages):
        return None
    return {"stages": stages, "background": background}
