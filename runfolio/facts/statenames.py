"""Which names pieces of a tree make for themselves and for others (pure)."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from .imports import stored_names


def pairs_of(target: ast.expr, value: ast.expr) -> list[tuple[ast.expr, ast.expr]]:
    """`a, b = 1, 2` as two assignments, where no value reads what is assigned before."""
    displays = (ast.Tuple, ast.List)
    if not isinstance(target, displays) or not isinstance(value, displays):
        return [(target, value)]
    starred = any(isinstance(one, ast.Starred) for one in [*target.elts, *value.elts])
    if starred or len(target.elts) != len(value.elts):
        return [(target, value)]
    made: set[str] = set()
    for name, one in zip(target.elts, value.elts, strict=True):
        if made & {node.id for node in ast.walk(one) if isinstance(node, ast.Name)}:
            return [(target, value)]
        made.update(stored_names(name))
    return list(zip(target.elts, value.elts, strict=True))


def own_names(value: ast.expr) -> set[str]:
    """Names that live only in a comprehension or a lambda of the expression."""
    found: set[str] = set()
    for one in ast.walk(value):
        if isinstance(one, ast.comprehension):
            found.update(stored_names(one.target))
        elif isinstance(one, ast.Lambda):
            found.update(arg.arg for arg in arguments(one.args))
    return found


def captured(node: ast.AST) -> list[str]:
    """Names that a pattern of match makes."""
    names = (getattr(node, "name", None), getattr(node, "rest", None))
    is_pattern = isinstance(node, (ast.MatchAs, ast.MatchStar, ast.MatchMapping))
    return [name for name in names if is_pattern and isinstance(name, str)]


def writes_globals(target: ast.Attribute | ast.Subscript) -> bool:
    """`globals()["x"] = …`."""
    call = target.value
    return (isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
            and call.func.id in ("globals", "locals", "vars"))


def arguments(args: ast.arguments) -> list[ast.arg]:
    """All parameters, those by position first."""
    found = [*args.posonlyargs, *args.args, *args.kwonlyargs]
    return [*found, *(one for one in (args.vararg, args.kwarg) if one is not None)]


def defaults(args: ast.arguments) -> list[ast.expr]:
    """Default values: evaluated where the function is defined."""
    return [*args.defaults, *(one for one in args.kw_defaults if one is not None)]


def local_names(body: Sequence[ast.stmt]) -> Iterator[str]:
    """Names that a function makes of its own; those said to be global are not."""
    outer: set[str] = set()
    made: dict[str, None] = {}
    nodes: list[ast.AST] = list(body)
    while nodes:
        node = nodes.pop()
        if isinstance(node, (ast.Global, ast.Nonlocal)):
            outer.update(node.names)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            made[node.name] = None
            continue
        elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            made[node.id] = None
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            made.update(dict.fromkeys(one.asname or one.name.partition(".")[0]
                                      for one in node.names))
        elif isinstance(node, ast.ExceptHandler) and node.name:
            made[node.name] = None
        nodes.extend(ast.iter_child_nodes(node))
    return (name for name in made if name not in outer)


