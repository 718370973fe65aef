"""What every chapter notebook promises: short cells, checked outputs, relations that can fail."""

from __future__ import annotations

import ast
import re
import statistics
from pathlib import Path

import nbformat
import pytest
import yaml

ROOT = Path(__file__).parents[2]
CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))
ALLOWED_TAGS = {
    "nbval-check-output", "keep_output", "measurement", "relation", "machine",
    "nbval-ignore-output", "raises-exception", "remove-input", "hide-input", "hide-cell",
    "exercise",
}  # fmt: skip
every_chapter = pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)


def read(path):
    return nbformat.read(path, as_version=4)


def code_cells(path):
    return [cell for cell in read(path).cells if cell.cell_type == "code"]


def tags(cell):
    return set(cell.metadata.get("tags", []))


def shows_something(cell):
    """A cell ends in an expression that is not an assignment; so it has an output."""
    if not cell.source.strip() or cell.source.lstrip().startswith("%"):
        return False
    body = ast.parse(cell.source).body
    return bool(body) and isinstance(body[-1], ast.Expr)


def calls(cell, name):
    """The calls of the function `name` in a cell."""
    for node in ast.walk(ast.parse(cell.source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == name:
            yield node


def cells_and_followers(path):
    """Each code cell with the next one, past a question to the reader about its answer."""
    cells = code_cells(path)
    for number, cell in enumerate(cells):
        later = (c for c in cells[number + 1 :] if not any(calls(c, "predict")))
        yield cell, next(later, None)


def unchecked(path):
    """Output cells that nbval does not compare and no relation follows."""
    shown, loose = 0, []
    for cell, following in cells_and_followers(path):
        if not shows_something(cell):
            continue
        shown += 1
        related = "measurement" in tags(cell) and following and "relation" in tags(following)
        if "nbval-check-output" not in tags(cell) and not related:
            loose.append(cell.id)
    return loose, shown


def test_the_contents_list_every_chapter():
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text())
    listed = {entry["file"] for part in toc["parts"] for entry in part["chapters"]}

    assert {f"chapters/{path.stem}" for path in CHAPTERS} <= listed


@every_chapter
def test_a_notebook_holds_no_logic(path):
    for cell in code_cells(path):
        assert cell.source.count("\n") < 12, cell.id
        for node in ast.walk(ast.parse(cell.source)):
            logic = isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef)
            assert not logic or "exercise" in tags(cell), cell.id


@every_chapter
def test_cells_are_named_tagged_and_clean(path):
    ids = [cell.id for cell in read(path).cells]
    assert len(ids) == len(set(ids))
    for cell in code_cells(path):
        assert tags(cell) <= ALLOWED_TAGS, cell.id
        compared = "nbval-check-output" in tags(cell)
        assert compared == ("keep_output" in tags(cell)), cell.id
        assert compared == bool(cell.outputs), f"{cell.id}: run `make notebooks`"


@every_chapter
def test_stored_outputs_are_plain_text(path):
    for cell in code_cells(path):
        for output in cell.outputs:
            assert output.output_type != "error", cell.id
            assert set(output.get("data", {})) <= {"text/plain"}, cell.id


@every_chapter
def test_at_most_a_third_of_the_output_cells_are_unchecked(path, record_property):
    loose, shown = unchecked(path)
    record_property("output cells", shown)

    assert 3 * len(loose) <= shown, loose


@every_chapter
def test_every_measurement_is_followed_by_a_relation(path):
    for cell, following in cells_and_followers(path):
        if "measurement" in tags(cell):
            assert following is not None, cell.id
            assert "relation" in tags(following), cell.id
        if "relation" in tags(cell):
            assert "nbval-check-output" in tags(cell), cell.id
            assert "Relation(" in cell.source, cell.id
            assert "does not hold" not in str(cell.outputs).lower(), cell.id


class Constant(float):
    """One number whatever is asked of it: a measurement or a prediction gone dead."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def _itself(self, *_, **__):
        return self

    __call__ = __getitem__ = __truediv__ = __rtruediv__ = _itself

    def __iter__(self):
        return iter((self, self))

    def __len__(self):
        return int(self)

    def __contains__(self, _):
        return False


MEASURED, PREDICTED = Constant(0), Constant(1)


def names(tree, context):
    return {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, context)}


def constant_world(cells):
    """What the names bound by `cells` become: imports stay, all that was measured is 0."""
    world = {}
    for cell in cells:
        tree = ast.parse(cell.source)
        measured = "measurement" in tags(cell) or any(
            world.get(name) is MEASURED for name in names(tree, ast.Load)
        )
        world |= dict.fromkeys(names(tree, ast.Store), MEASURED if measured else PREDICTED)
        for node in ast.walk(tree):
            if isinstance(node, ast.Import | ast.ImportFrom):
                exec(ast.unparse(node), world)
    return world


def relations_of(source, world):
    """Run a relation cell in a constant world; return each Relation it made."""
    made = []

    def relation(sentence, holds):
        made.append((sentence, bool(holds)))

    exec(compile(source, "<relation>", "exec"), {**world, "Relation": relation})
    return made


@every_chapter
def test_every_relation_fails_when_the_measurement_is_a_constant(path):
    cells = code_cells(path)
    for number, cell in enumerate(cells):
        if "relation" not in tags(cell):
            continue
        made = relations_of(cell.source, constant_world(cells[:number]))
        assert made, cell.id
        for sentence, holds in made:
            assert not holds, f"{cell.id}: '{sentence}' holds of a constant"


def test_a_constant_fails_a_strict_order_and_a_count_but_not_a_weak_one():
    world = {"fast": MEASURED, "slow": MEASURED, "model": PREDICTED}

    assert relations_of('Relation("a", fast.median < slow[0].median)', world) == [("a", False)]
    assert relations_of('Relation("a", fast.faults == model.faults)', world) == [("a", False)]
    assert relations_of('Relation("a", fast.median <= slow.minimum)', world) == [("a", True)]


@every_chapter
def test_a_page_that_measures_says_on_which_machine(path):
    cells = code_cells(path)
    measuring = [n for n, cell in enumerate(cells) if "measurement" in tags(cell)]
    machine = [n for n, cell in enumerate(cells) if "machine" in tags(cell)]
    if measuring:
        assert machine, "no cell tagged 'machine'"
        assert machine[0] < measuring[0]
        assert "card()" in cells[machine[0]].source


@every_chapter
def test_no_time_is_typed_into_the_prose(path):
    """Numbers that a machine measured come from a cell; see glue in CONTRIBUTING.md."""
    typed = re.compile(r"\b\d[\d.,]*\s?(ns|µs|us|ms|nanoseconds?|microseconds?|milliseconds?)\b")
    for cell in read(path).cells:
        if cell.cell_type == "markdown":
            prose = re.sub(r"```.*?```|`[^`]*`", "", cell.source, flags=re.DOTALL)
            assert not typed.search(prose), f"{cell.id}: {typed.search(prose)[0]}"


# ------------------------------------------------------------------ the shape of a part
PARTS = {
    "Processes and threads": ["life", "fork", "threads", "switches"],
    "Scheduling": ["policies", "fair_share", "realtime"],
    "Memory": ["memory", "paging", "replacement", "mapped"],
    "Synchronization": ["interleavings", "locks", "lock_costs", "deadlock", "classics"],
}
pages = [ROOT / "chapters" / f"{name}.ipynb" for part in PARTS.values() for name in part]
every_page = pytest.mark.parametrize("path", pages, ids=lambda path: path.stem)


def calls_on(path, name):
    return [call for cell in code_cells(path) for call in calls(cell, name)]


@every_page
def test_a_page_has_a_chapters_proportions(path):
    cells = code_cells(path)
    words = sum(len(c.source.split()) for c in read(path).cells if c.cell_type == "markdown")

    assert 20 <= len(cells) <= 40
    assert statistics.median(cell.source.count("\n") + 1 for cell in cells) <= 5
    assert 1800 <= words <= 4000  # 3,000 and the quiz


@every_page
def test_a_page_has_live_figures_of_two_controls_each(path):
    fixed = {"caption", "initial", "labels", "editing"}
    controls = [
        {word.arg for word in call.keywords if word.arg} - fixed
        for call in calls_on(path, "explore")
    ]

    assert len(controls) >= 2
    assert all(len(names) >= 2 for names in controls)


@pytest.mark.parametrize("part", PARTS)
def test_a_part_has_six_live_figures_and_five_predictions(part):
    paths = [ROOT / "chapters" / f"{name}.ipynb" for name in PARTS[part]]

    assert sum(len(calls_on(path, "explore")) for path in paths) >= 6
    assert sum(len(calls_on(path, "predict")) for path in paths) >= 5


@every_page
def test_a_page_has_the_sections_of_a_chapter(path):
    headings = "\n".join(
        line.lower()
        for cell in read(path).cells
        if cell.cell_type == "markdown"
        for line in cell.source.splitlines()
        if line.startswith("#")
    )

    for section in ("common telling", "quiz", "exercises", "summary", "sources"):
        assert section in headings, section
