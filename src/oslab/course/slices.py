"""Which statements of a notebook one question needs, so that no other can hurt it.

A notebook is taken apart into its top-level statements. Those that bind the
question's name are needed, with everything that binds or changes a name they
mention; an endless loop, a syntax error or a deleted cell elsewhere costs nothing.
What is given in the lab's own notebook and was left as it is does not replace what
the student wrote, wherever she wrote it.
"""

from __future__ import annotations

import ast
import builtins
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from oslab.course.notebook import Cell
from oslab.errors import require

_LONGEST = 200_000
"""Characters of one cell that are looked at."""
_OURS = ("lab", "course")
_BUILTIN = frozenset(dir(builtins))


@dataclass(frozen=True, slots=True)
class Statement:
    """One top-level statement.

    Args:
        cell: its cell's number.
        line: its first line in the cell, from 1.
        source: its text.
        binds: names that it gives a value.
        mentions: every name that it uses, at whatever depth.
        changes: names whose object it alters in place.
        shape: its syntax without layout and comments, to compare by.
        defines: whether it is a `def`, so that its text stands for itself.
    """

    cell: int
    line: int
    source: str
    binds: frozenset[str]
    mentions: frozenset[str]
    changes: frozenset[str]
    shape: str = field(repr=False)
    defines: bool = False


@dataclass(frozen=True, slots=True)
class Notebook:
    """The statements of all cells that parse, and why the others do not."""

    statements: tuple[Statement, ...]
    broken: tuple[tuple[Cell, str], ...]


def take_apart(cells: Sequence[Cell]) -> Notebook:
    """Return the statements of the cells, magics and the talk with the lab left out.

    Raises:
        InvalidInput: if `cells` are no Cells.
    """
    ok = isinstance(cells, list | tuple) and all(isinstance(cell, Cell) for cell in cells)
    require(ok, "cells", cells, "Cells")
    found: list[Statement] = []
    broken: list[tuple[Cell, str]] = []
    for cell in cells:
        try:
            source, tree = _parsed(cell.source)
            found += [_statement(cell.number, source, node) for node in tree.body]
        except SyntaxError as error:
            broken.append((cell, f"{error.msg} in line {error.lineno}"))
        except (ValueError, RecursionError, MemoryError) as error:
            broken.append((cell, str(error)[:100] or "it is nested too deeply"))
    return Notebook(tuple(one for one in found if not _talks_with_lab(one)), tuple(broken))


def without_blanks(notebook: Notebook, given: Notebook, names: Sequence[str]) -> Notebook:
    """Return the notebook without what the lab gave to be replaced, where it was replaced.

    Args:
        notebook: the student's.
        given: the lab's own.
        names: what the questions ask for.

    Raises:
        InvalidInput: if an argument is not what it says.
    """
    _require(notebook, names)
    require(isinstance(given, Notebook), "given", given, "what take_apart returns")
    blank = {one.shape for one in given.statements if one.binds & set(names)}
    replaced = {name for one in notebook.statements if one.shape not in blank for name in one.binds}
    return Notebook(
        tuple(
            one
            for one in notebook.statements
            if one.shape not in blank or not one.binds & replaced & set(names)
        ),
        notebook.broken,
    )


def needed(notebook: Notebook, entries: Sequence[str]) -> tuple[Statement, ...]:
    """Return the statements that the names `entries` rest on, in the notebook's order.

    Raises:
        InvalidInput: if an argument is not what it says.
    """
    _require(notebook, entries)
    statements = notebook.statements
    modules = {
        name for one in statements if _is_import(one) for name in one.binds if name not in _OURS
    }
    chosen = set[int]()
    wanted = set(entries)
    grew = True
    while grew:
        grew = False
        for place, one in enumerate(statements):
            if place not in chosen and (one.binds | one.changes) & wanted:
                chosen.add(place)
                wanted |= one.mentions - _BUILTIN
                grew = True
        bound = {name for place in chosen for name in statements[place].binds}
        if wanted - bound - _BUILTIN:  # from x import * may be where the rest comes from
            stars = {place for place, one in enumerate(statements) if "*" in one.binds}
            grew = grew or not stars <= chosen
            chosen |= stars
    # sys.setrecursionlimit(...) and its like touch no name of ours, and matter.
    chosen |= {
        place
        for place, one in enumerate(statements)
        if one.changes and one.changes <= modules and not one.binds and _is_call(one)
    }
    return tuple(statements[place] for place in sorted(chosen))


def why_missing(notebook: Notebook, entry: str) -> str:
    """Return a sentence on where the name `entry` may have gone.

    Raises:
        InvalidInput: if an argument is not what it says.
    """
    _require(notebook, (entry,))
    for cell, why in notebook.broken:
        if re.search(rf"\b{entry}\b", cell.source):
            return f"cell {cell.number}, where {entry} should be, is no Python: {why}."
    for one in notebook.statements:
        for name in sorted(one.binds):
            odd = _look_alike(name, entry)
            if odd is not None:
                return (
                    f"{entry} is not defined. Cell {one.cell} defines a name that looks like it, "
                    f"but has {odd} in it: type the name again."
                )
    near = [name for one in notebook.statements for name in one.binds if _near(name, entry)]
    if near:
        return f"{entry} is not defined. Is {near[0]} meant to be it?"
    return f"{entry} is not defined: was its cell deleted?"


def _require(notebook: object, entries: object) -> None:
    require(isinstance(notebook, Notebook), "notebook", notebook, "what take_apart returns")
    ok = isinstance(entries, list | tuple) and all(isinstance(name, str) for name in entries)
    require(ok, "entries", entries, "names")


def _parsed(source: str) -> tuple[str, ast.Module]:
    if len(source) > _LONGEST:
        raise ValueError(f"it has more than {_LONGEST:,} characters")
    try:
        return source, ast.parse(source)
    except SyntaxError:
        plain = _without_magics(source)
        if plain == source:
            raise
        return plain, ast.parse(plain)


def _without_magics(source: str) -> str:
    """Return a cell without what only IPython understands, with the same lines."""
    if re.match(r"\s*%%(?!time|capture|prun)", source):
        return ""  # another language, or a file to be written
    lines = []
    for line in source.splitlines():
        indent = line[: len(line) - len(line.lstrip())]
        if re.match(r"\s*%%|\s*[%!?]|.*\?\s*$", line):
            lines.append(f"{indent}pass")
        else:
            lines.append(re.sub(r"^(\s*\w+\s*=)\s*[!%].*", r"\1 None", line))
    return "\n".join(lines)


def _statement(cell: int, source: str, node: ast.stmt) -> Statement:
    first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))])
    text = "\n".join(source.splitlines()[first - 1 : node.end_lineno])
    if _shares_a_line(source, node, first):
        text = ast.unparse(node)
    names = [one for one in ast.walk(node) if isinstance(one, ast.Name)]
    return Statement(
        cell, first, text, frozenset(_bound(node)),
        frozenset(name.id for name in names), frozenset(_changed(node)), ast.dump(node),
        isinstance(node, ast.FunctionDef),
    )  # fmt: skip


def _shares_a_line(source: str, node: ast.stmt, first: int) -> bool:
    lines = source.splitlines()
    before = lines[node.lineno - 1][: node.col_offset] if first == node.lineno else ""
    rest = lines[(node.end_lineno or first) - 1].encode()[node.end_col_offset :].decode()
    return before.strip() != "" or rest.strip().startswith(";")


def _bound(node: ast.AST) -> Iterable[str]:
    """Yield the names that running this statement gives a value at the top level."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
        return
    if isinstance(node, ast.Lambda):
        return
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    if isinstance(node, ast.alias):
        yield node.asname or node.name.partition(".")[0]
    if isinstance(node, ast.ExceptHandler) and node.name:
        yield node.name
    for child in ast.iter_child_nodes(node):
        yield from _bound(child)


def _changed(node: ast.stmt) -> Iterable[str]:
    """Yield the names whose object a statement alters: `x.y = 1`, `x[0] = 1`, `x.append(1)`."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return
    for one in ast.walk(node):
        if isinstance(one, ast.Attribute | ast.Subscript) and not isinstance(one.ctx, ast.Load):
            yield from _root(one)
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute):
            yield from _root(one.func)


def _root(node: ast.expr) -> Iterable[str]:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    if isinstance(node, ast.Name):
        yield node.id


def _talks_with_lab(one: Statement) -> bool:
    """Say whether it only opens, asks or tells the lab: not the grader's business."""
    imports = one.shape.startswith("ImportFrom(module='oslab'") and "course" in one.binds
    opens = one.shape.startswith("Assign(") and "course" in one.mentions
    asks = one.shape.startswith("Expr(") and one.changes and one.changes <= {"lab"}
    return bool(imports or opens or asks)


def _is_import(one: Statement) -> bool:
    return one.shape.startswith(("Import(", "ImportFrom("))


def _is_call(one: Statement) -> bool:
    return one.shape.startswith("Expr(value=Call(")


def _look_alike(name: str, entry: str) -> str | None:
    """Return the first letter of `name` that only looks like the one of `entry`, in words."""
    if name == entry or len(name) != len(entry) or name.isascii():
        return None
    odd = [(mine, theirs) for mine, theirs in zip(name, entry, strict=True) if mine != theirs]
    if len(odd) > len(entry) // 2 + 1 or any(mine.isascii() for mine, _ in odd):
        return None
    return unicodedata.name(odd[0][0], "an unnamed character")


def _near(name: str, entry: str) -> bool:
    import difflib

    return difflib.SequenceMatcher(None, name.lower(), entry.lower()).ratio() > 0.8
