"""Small mistakes, made by machine: a question that lets one pass asks too little.

Every mutant has a name that stays the same while its line does: the line's text and
what was changed in it. So a survivor can be listed with the reason why it is no
mistake, and the list stays true when lines are added above.

Source: DeMillo, Lipton, Sayward, "Hints on Test Data Selection", Computer 11(4), 1978.
"""

from __future__ import annotations

import ast
import copy
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from oslab.errors import InvalidInput, require

_COMPARED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_REVERSED = {ast.Lt: ast.Gt, ast.LtE: ast.GtE, ast.Gt: ast.Lt, ast.GtE: ast.LtE}
_COMPUTED = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult, ast.Mod: ast.FloorDiv, ast.LShift: ast.RShift, ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.BitXor: ast.BitOr, ast.Pow: ast.Mult,
}  # fmt: skip
_SIGNS = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
    ast.In: "in", ast.NotIn: "not in", ast.Is: "is", ast.IsNot: "is not", ast.Add: "+",
    ast.Sub: "-", ast.Mult: "*", ast.FloorDiv: "//", ast.Div: "/", ast.Mod: "%",
    ast.LShift: "<<", ast.RShift: ">>", ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^",
    ast.Pow: "**", ast.And: "and", ast.Or: "or",
}  # fmt: skip
_TWINS = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One changed source.

    Args:
        line: the text of the changed line, without indentation.
        what: the change, such as "< becomes <="; the second of its kind in a line
            ends in "(2)".
        source: of the whole part.
    """

    line: str
    what: str
    source: str


_Change = tuple[str, Callable[[ast.AST], ast.AST]]
"""What is said of it, and a function that changes a node in place or returns another."""


def mutants(source: str) -> tuple[Mutant, ...]:
    """Return every mutant of a source, in the order of its lines.

    Raises:
        InvalidInput: if `source` is no Python.
    """
    require(isinstance(source, str), "source", source, "Python source")
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError) as error:
        raise InvalidInput("source", source, "Python source") from error
    lines = source.splitlines()
    whole = ast.unparse(tree)
    known: Counter[tuple[str, str]] = Counter()
    made = []
    for place, node in enumerate(ast.walk(tree)):
        for what, change in _changes(node, tree):
            text = _changed(tree, place, change)
            if text is None or text == whole:
                continue
            line = lines[getattr(node, "lineno", 1) - 1].strip()
            made.append((getattr(node, "lineno", 1), line, what, text))
    named = []
    for _, line, what, text in sorted(made, key=lambda one: one[0]):
        known[line, what] += 1
        count = known[line, what]
        named.append(Mutant(line, what if count == 1 else f"{what} ({count})", text))
    return tuple(named)


def _changed(tree: ast.Module, place: int, change: Callable[[ast.AST], ast.AST]) -> str | None:
    fresh = copy.deepcopy(tree)
    old = list(ast.walk(fresh))[place]
    new = change(old)
    if new is not old:
        _Swap(old, new).visit(fresh)
    try:
        text = ast.unparse(ast.fix_missing_locations(fresh))
        compile(text, "<mutant>", "exec")
    except (SyntaxError, ValueError):
        return None
    return text


class _Swap(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self._old = old
        self._new = new

    def visit(self, node: ast.AST) -> ast.AST:
        return self._new if node is self._old else super().generic_visit(node)


def _changes(node: ast.AST, tree: ast.Module) -> Iterator[_Change]:
    for kind, change in _BY_KIND:
        if isinstance(node, kind):
            yield from change(node)
    if _droppable(node, tree):
        yield "is dropped", lambda one: ast.copy_location(ast.Pass(), one)


def _arithmetic(node: ast.BinOp | ast.AugAssign) -> Iterator[_Change]:
    if type(node.op) in _COMPUTED:
        yield _operator(node.op, _COMPUTED[type(node.op)]())


def _both(node: ast.BoolOp) -> Iterator[_Change]:
    yield _operator(node.op, ast.Or() if isinstance(node.op, ast.And) else ast.And())


def _signs(node: ast.UnaryOp) -> Iterator[_Change]:
    sign = {ast.Not: "not", ast.USub: "the minus"}.get(type(node.op))
    if sign:
        yield f"{sign} is dropped", lambda one: one.operand  # type: ignore[attr-defined]


def _conditions(node: ast.If | ast.While | ast.IfExp) -> Iterator[_Change]:
    if not _is_equality(node.test):
        yield "the condition is negated", _negate


def _jumps(node: ast.Break | ast.Continue) -> Iterator[_Change]:
    if isinstance(node, ast.Break):
        yield "break becomes continue", lambda one: ast.copy_location(ast.Continue(), one)
    else:
        yield "continue becomes break", lambda one: ast.copy_location(ast.Break(), one)


def _constants(node: ast.Constant) -> Iterator[_Change]:
    if isinstance(node.value, bool):
        yield f"{node.value} becomes {not node.value}", _set("value", not node.value)
    elif isinstance(node.value, int):
        for value in (node.value + 1, node.value - 1):
            yield f"{node.value} becomes {value}", _set("value", value)
    elif isinstance(node.value, float):
        yield f"{node.value} becomes {node.value * 2}", _set("value", node.value * 2)


def _comparisons(node: ast.Compare) -> Iterator[_Change]:
    for place, op in enumerate(node.ops):
        for table in (_COMPARED, _REVERSED):
            new = table.get(type(op))
            if new is not None:
                ops = [*node.ops[:place], new(), *node.ops[place + 1 :]]
                yield f"{_SIGNS[type(op)]} becomes {_SIGNS[new]}", _set("ops", ops)


def _calls(node: ast.Call) -> Iterator[_Change]:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name in _TWINS:
        twin = _TWINS[name]
        yield f"{name} becomes {twin}", _set("func", ast.Name(twin, ast.Load()))
    if name == "range" and node.args:
        at = 0 if len(node.args) == 1 else 1
        for sign, op in (("+", ast.Add()), ("-", ast.Sub())):
            longer = ast.BinOp(node.args[at], op, ast.Constant(1))
            args = [*node.args[:at], longer, *node.args[at + 1 :]]
            yield f"the range ends {sign}1", _set("args", args)
    swappable = len(node.args) >= 2 and not any(isinstance(a, ast.Starred) for a in node.args)
    if swappable and ast.dump(node.args[0]) != ast.dump(node.args[1]):
        args = [node.args[1], node.args[0], *node.args[2:]]
        yield "the first two arguments are swapped", _set("args", args)


def _operator(old: ast.AST, new: ast.AST) -> _Change:
    return f"{_SIGNS[type(old)]} becomes {_SIGNS[type(new)]}", _set("op", new)


def _set(field: str, value: object) -> Callable[[ast.AST], ast.AST]:
    def change(node: ast.AST) -> ast.AST:
        setattr(node, field, value)
        return node

    return change


def _negate(node: ast.AST) -> ast.AST:
    assert isinstance(node, ast.If | ast.While | ast.IfExp)  # noqa: S101
    node.test = ast.UnaryOp(ast.Not(), node.test)
    return node


def _is_equality(test: ast.expr) -> bool:
    """Say whether the mutants of its sign negate it already."""
    both_ways = ast.Eq | ast.NotEq | ast.In | ast.NotIn | ast.Is | ast.IsNot
    return (
        isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], both_ways)
    )


def _droppable(node: ast.AST, tree: ast.Module) -> bool:
    """Say whether without this statement the rest may still run."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Call | ast.Yield | ast.YieldFrom)
    if isinstance(node, ast.AugAssign | ast.Delete):
        return True
    if not isinstance(node, ast.Assign):
        return False
    target = node.targets[0]
    if not isinstance(target, ast.Name):
        return isinstance(target, ast.Subscript | ast.Attribute)
    stores = [
        one
        for one in ast.walk(tree)
        if isinstance(one, ast.Name) and one.id == target.id and isinstance(one.ctx, ast.Store)
    ]
    return len(stores) > 1


_BY_KIND: tuple[tuple[Any, Callable[[Any], Iterator[_Change]]], ...] = (
    (ast.Constant, _constants),
    (ast.Compare, _comparisons),
    (ast.BinOp | ast.AugAssign, _arithmetic),
    (ast.BoolOp, _both),
    (ast.UnaryOp, _signs),
    (ast.Call, _calls),
    (ast.If | ast.While | ast.IfExp, _conditions),
    (ast.Break | ast.Continue, _jumps),
)
