"""Write the parts of README.md that come from running code: a picture and recorded numbers.

python tests/docs/readme.py

The picture is a model's, so it is the same bytes everywhere; the numbers come
from the files that `oslab record` wrote. tests/test_docs.py calls `picture` and
`blocks` and compares, so neither can be edited by hand or go stale.
"""

import re
from pathlib import Path

from oslab import recording
from oslab.measurement import readable
from oslab.processes import model, view

ROOT = Path(__file__).parents[2]
PICTURE = ROOT / "assets" / "readme" / "server.svg"


def _drawn():
    return view.server(model.server_sweep(threads=(2, 4, 8, 16, 32, 64), load=0.9))


def picture():
    """Return the SVG on white: a forge shows it beside its own background, light or dark."""
    svg = _drawn().svg.replace('font-family="inherit"', 'font-family="sans-serif"')
    x, y, width, height = map(float, re.search(r'viewBox="([^"]+)"', svg)[1].split())
    margin = 12
    box = f"{x - margin:g} {y - margin:g} {width + 2 * margin:g} {height + 2 * margin:g}"
    head, body = svg.replace(re.search(r'viewBox="[^"]+"', svg)[0], f'viewBox="{box}"').split(
        ">", 1
    )
    paper = f'<rect x="{x - margin:g}" y="{y - margin:g}" width="100%" height="100%" fill="#fff"/>'
    return f"{head}>{paper}{body}\n"


def blocks():
    """Return the text of each generated part, by the name of its marker."""
    return {"picture": _picture_block(), "measured": _measured_block()}


def filled(readme):
    """Return the text of README.md with its generated parts renewed."""
    for name, block in blocks().items():
        pattern = rf"<!-- {name} -->.*?<!-- /{name} -->"
        text = f"<!-- {name} -->\n{block}\n<!-- /{name} -->"
        readme, found = re.subn(pattern, lambda _, text=text: text, readme, flags=re.DOTALL)
        if found != 1:
            raise ValueError(f"README.md must have one part marked {name}, and has {found}")
    return readme


def _picture_block():
    path = PICTURE.relative_to(ROOT).as_posix()
    return (
        f"![{_drawn().alt}]({path})\n\n"
        "*A live figure of the book, standing still: what a model predicts for an inference\n"
        "server on two CPUs as its pool of threads grows. Two threads give the shortest tail,\n"
        "and every further thread makes it longer. In the book you move the sliders, and then a\n"
        "real server on your machine answers.*"
    )


def _measured_block():
    names = sorted(path.stem for path in recording.RECORDED.glob("*.json"))
    if not names:
        return "Nothing has been recorded yet: every number in a built book is the builder's own."
    taken = [recording.load(name) for name in names]
    where = dict.fromkeys(f"{one.machine}; {one.date}" for one in taken)
    rooms = dict.fromkeys(name.split(".")[0] for name in names)
    return "\n".join(
        [
            f"{len(taken)} recordings, for machines that cannot answer:",
            "",
            *(line for room in rooms for line in _room(room, taken)),
            *(f"Taken on {machine}." for machine in where),
        ]
    )


def _room(room, taken):
    """Return one room's recordings, folded: the first measurement of each, and how many."""
    own = [one for one in taken if one.name.startswith(f"{room}.")]
    yield f"<details><summary>{room}: {len(own)} recordings</summary>"
    yield ""
    yield "| `oslab record` | measurements | the first of them | median | interval |"
    yield "| --- | ---: | --- | ---: | ---: |"
    for one in own:
        first = one.measurements[0]
        low, high = (_scaled(end, first.unit) for end in first.interval)
        yield (
            f"| `{one.name}` | {len(one.measurements)} | {first.name} "
            f"| {_scaled(first.median, first.unit)} | {low} to {high} |"
        )
    yield ""
    yield "</details>"
    yield ""


def _scaled(value, unit):
    steps = {
        "ns": ((1e9, "s"), (1e6, "ms"), (1e3, "us")),
        "bytes": ((2**30, "GiB"), (2**20, "MiB"), (2**10, "KiB")),
    }
    for size, name in steps.get(unit, ()):
        if value >= size:
            return f"{readable(value / size)} {name}"
    return f"{readable(value)} {unit}"


if __name__ == "__main__":
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(picture(), encoding="utf-8")
    path = ROOT / "README.md"
    path.write_text(filled(path.read_text(encoding="utf-8")), encoding="utf-8")
