"""Thread programs of a student are read before they run: only harmless words pass.

The explorer runs a program thousands of times beside its own tables, so nothing
may come in that could reach them: no import, no attribute, no name but the
program's own, the operations of `oslab.sync`, and a handful of Python's.
"""

from __future__ import annotations

import ast
import linecache
import textwrap
from collections.abc import Callable, Iterable
from typing import Any

from oslab.errors import InvalidInput, require, require_choices
from oslab.sync.records import operations

OPERATIONS = tuple(
    sorted(
        name
        for name, thing in vars(operations).items()
        if callable(thing)
        and getattr(thing, "__module__", None) == operations.__name__
        and name.islower()
        and not name.startswith("_")
        and name not in ("plain",)
    )
)
"""What a thread may ask the machine for."""

PYTHON = ("range", "len", "min", "max")
MOST_SOURCE = 20_000
MOST_NUMBER = 10**6

_NODES = (
    ast.Module, ast.FunctionDef, ast.arguments, ast.arg,
    ast.Expr, ast.Assign, ast.AugAssign, ast.If, ast.While, ast.For, ast.Break, ast.Continue,
    ast.Pass, ast.Return, ast.Yield, ast.YieldFrom,
    ast.Name, ast.Constant, ast.Tuple, ast.List, ast.Subscript, ast.Slice,
    ast.Call, ast.keyword, ast.IfExp, ast.Compare, ast.BoolOp, ast.BinOp, ast.UnaryOp,
    ast.expr_context, ast.boolop, ast.unaryop, ast.cmpop,
    ast.Add, ast.Sub, ast.Mult, ast.FloorDiv, ast.Mod, ast.BitAnd, ast.BitOr, ast.BitXor,
)  # fmt: skip

_WORDS = {
    ast.Import: "import", ast.ImportFrom: "import", ast.Attribute: "a dot (an attribute)",
    ast.Lambda: "lambda", ast.ClassDef: "class", ast.AsyncFunctionDef: "async", ast.Try: "try",
    ast.With: "with", ast.Global: "global", ast.Nonlocal: "nonlocal", ast.Raise: "raise",
    ast.Assert: "assert (use check)", ast.Delete: "del", ast.JoinedStr: "an f-string",
    ast.ListComp: "a comprehension", ast.SetComp: "a comprehension",
    ast.DictComp: "a comprehension", ast.GeneratorExp: "a comprehension",
    ast.NamedExpr: ":=", ast.Starred: "*", ast.Await: "await", ast.Dict: "a dict",
    ast.Set: "a set", ast.Match: "match", ast.Pow: "**", ast.LShift: "<<", ast.RShift: ">>",
    ast.Div: "/ (use //)", ast.MatMult: "@", ast.AnnAssign: "an annotation",
}  # fmt: skip


class Refused(Exception):
    """The source may not run; `words` say which word on which line is not allowed."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class Unstarted(Refused):
    """One of the functions is still the one that the notebook came with."""


def vet(source: str, entries: Iterable[str]) -> dict[str, Callable[..., Any]]:
    """Return the generator functions that `source` defines, made of harmless words alone.

    Args:
        source: the `def` statements, as `inspect.getsource` gives them.
        entries: names of the functions that must be there; others may help them.

    Raises:
        InvalidInput: if an argument is not what it says.
        Unstarted: if an entry still raises NotImplementedError and does nothing else.
        Refused: if a word is not allowed, or a function is missing.
    """
    require(isinstance(source, str), "source", source, "the text of functions")
    ok = isinstance(entries, Iterable) and not isinstance(entries, str | bytes)
    require(ok, "entries", entries, "names of functions")
    entries = list(entries)
    require_choices("entries", entries, [e for e in entries if isinstance(e, str)])
    tree = _parsed(source)
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    for entry in entries:
        if entry not in functions:
            raise Refused(f"there is no function {entry}")
        if _is_unstarted(functions[entry]):
            raise Unstarted(f"{entry} is not started")
    try:
        _Reader(source, functions).visit(tree)
    except RecursionError:
        raise Refused("an expression is nested too deep to be read") from None
    return _made(source, tree, entries)


def _parsed(source: str) -> ast.Module:
    if len(source) > MOST_SOURCE:
        raise Refused(f"the functions take {len(source):,} characters; {MOST_SOURCE:,} are allowed")
    try:
        tree = ast.parse(textwrap.dedent(source))
    except SyntaxError as error:
        raise Refused(f"line {error.lineno or 1}: {error.msg}") from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise Refused(f"this is no Python that can be read ({error})") from None
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef):
            raise Refused(f"line {node.lineno}: only functions may stand outside of a function")
    return tree


def _is_unstarted(function: ast.FunctionDef) -> bool:
    body = [
        node
        for node in function.body
        if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
    ]
    return (
        len(body) == 1
        and isinstance(body[0], ast.Raise)
        and "NotImplementedError" in ast.unparse(body[0])
    )


class _Reader(ast.NodeVisitor):
    """Visits every node, and refuses the first that is not on the list."""

    def __init__(self, source: str, functions: dict[str, ast.FunctionDef]) -> None:
        self._lines = source.splitlines()
        self._functions = functions
        self._known: set[str] = set()
        self._line = 1
        self._depth = 0

    def visit(self, node: ast.AST) -> None:
        self._line = getattr(node, "lineno", self._line)
        if not isinstance(node, _NODES):
            self._refuse(_WORDS.get(type(node), type(node).__name__))
        super().visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        if self._depth:
            self._refuse("def inside a function")
        if node.decorator_list:
            self._refuse("a decorator")
        if node.returns or any(
            arg.annotation for arg in ast.walk(node.args) if isinstance(arg, ast.arg)
        ):
            self._refuse("an annotation")
        if node.name in (*OPERATIONS, *PYTHON):
            self._refuse(f"a function called {node.name}, which is taken,")
        arguments = {arg.arg for arg in ast.walk(node.args) if isinstance(arg, ast.arg)}
        stored = {
            name.id
            for name in ast.walk(node)
            if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)
        }
        for name in sorted(arguments | stored):
            if "__" in name:
                self._refuse(name)
        if not any(isinstance(one, ast.Yield | ast.YieldFrom) for one in ast.walk(node)):
            raise Refused(
                f"{node.name} (line {node.lineno}) never yields: a thread asks for each step "
                "by `yield`"
            )
        self._known = arguments | stored | set(self._functions) | {*OPERATIONS, *PYTHON}
        self._depth = 1
        self.generic_visit(node)
        self._depth = 0

    def visit_Name(self, node: ast.Name) -> None:
        if node.id not in self._known:
            self._refuse(node.id)

    def visit_Call(self, node: ast.Call) -> None:
        allowed = {*OPERATIONS, *PYTHON, *self._functions}
        if not isinstance(node.func, ast.Name) or node.func.id not in allowed:
            self._refuse(f"a call of {ast.unparse(node.func)[:40]}")
        if any(word.arg is None for word in node.keywords):
            self._refuse("**")
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        value = node.value
        if not isinstance(value, int | str | type(None)):
            self._refuse(f"{value!r} (whole numbers, texts, True, False and None are allowed)")
        if isinstance(value, int) and abs(value) > MOST_NUMBER:
            self._refuse(f"a number above {MOST_NUMBER:,}")

    def _refuse(self, word: str) -> None:
        text = self._lines[self._line - 1].strip() if self._line <= len(self._lines) else ""
        raise Refused(f"line {self._line}: {word} is not allowed here: {text[:80]}")


def _made(source: str, tree: ast.Module, entries: Iterable[str]) -> dict[str, Callable[..., Any]]:
    builtins = {"range": range, "len": len, "min": min, "max": max}
    world: dict[str, Any] = {name: getattr(operations, name) for name in OPERATIONS}
    world["__builtins__"] = builtins
    name = "<your threads>"
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    try:
        exec(compile(tree, name, "exec"), world)  # noqa: S102
    except (InvalidInput, SyntaxError, ValueError, RecursionError) as error:
        raise Refused(f"this cannot be compiled ({error})") from None
    return {entry: world[entry] for entry in entries}
