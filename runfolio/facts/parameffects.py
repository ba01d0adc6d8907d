"""What a block may bind or change, where it is not known whether or how often it runs (pure)."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from .paramexprs import key_of, path_of
from .paramops import Forget
from .purity import MUTATORS

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def effects(nodes: Iterable[ast.AST]) -> Forget | None:
    """Everything that the nodes may bind, delete or change in place; None for nothing."""
    bound: dict[tuple[str, ...], None] = {}
    changed: dict[tuple[str, ...], None] = {}
    for node in _nodes(nodes):
        bound.update(dict.fromkeys(_bound(node)))
        changed.update(dict.fromkeys(_changed(node)))
    if not bound and not changed:
        return None
    return Forget([list(path) for path in bound], [list(path) for path in changed])


def globals_of(node: ast.AST) -> list[str]:
    """Names that a function declares global: it may bind them whenever it is called."""
    return [name for one in ast.walk(node) if isinstance(one, ast.Global) for name in one.names]


def _nodes(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """All nodes that run with the block: not the bodies of functions, not names of their own."""
    stack = list(nodes)
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, ast.comprehension):
            stack.extend([node.iter, *node.ifs])
        elif not isinstance(node, (*_SCOPES, ast.Lambda)):
            stack.extend(ast.iter_child_nodes(node))


def _bound(node: ast.AST) -> Iterator[tuple[str, ...]]:
    if isinstance(node, ast.Name):
        if not isinstance(node.ctx, ast.Load):
            yield (node.id,)
    elif isinstance(node, (ast.Import, ast.ImportFrom)):
        yield from ((name,) for name in import_names(node))
    elif isinstance(node, _SCOPES):
        yield (node.name,)
        yield from ((name,) for name in globals_of(node))
    elif isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)) and node.name:
        yield (node.name,)
    elif isinstance(node, ast.MatchMapping) and node.rest:
        yield (node.rest,)


def import_names(node: ast.Import | ast.ImportFrom) -> list[str]:
    """The names that an import binds."""
    return [one.asname or one.name.partition(".")[0] for one in node.names if one.name != "*"]


def _changed(node: ast.AST) -> Iterator[tuple[str, ...]]:
    if isinstance(node, (ast.Attribute, ast.Subscript)):
        if isinstance(node.ctx, (ast.Store, ast.Del)):
            path, _ = path_of(node)
            yield from (tuple(path),) if path else ()
    elif isinstance(node, ast.AugAssign):
        path, _ = path_of(node.target)
        yield from (tuple(path),) if path else ()
    elif isinstance(node, ast.Call):
        yield from _changed_by_call(node)


def _changed_by_call(node: ast.Call) -> Iterator[tuple[str, ...]]:
    if not isinstance(node.func, ast.Attribute) or node.func.attr not in MUTATORS:
        return
    path, whole = path_of(node.func.value)
    if not path:
        return
    keys = [keyword.arg for keyword in node.keywords]
    if whole and node.func.attr == "update" and not node.args and None not in keys:
        yield from ((*path, key) for key in keys if key is not None)
    elif whole and node.func.attr in ("setdefault", "pop") and node.args and key_of(node.args[0]):
        yield (*path, key_of(node.args[0]) or "")
    else:
        yield tuple(path)
